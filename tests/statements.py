# ruff: noqa: E501 (one statement a line)
"""Statements on the demo articles, true and subtly false, each with the sentences it names.

`3:14` is sentence 14 of the article whose name begins with 003, `9:2` the second of NEWS; a word
before it says the kind of row. A false statement is a true one
with one thing changed: a number, a date, a name, a denial, who did it to whom.
"""

TRUE = """
0:6 | تنشر الولايات المتحدة 2500 عسكري في العراق.
1:8 | للولايات المتحدة ٢٥٠٠ جندي في العراق لمنع عودة تنظيم داعش.
3:14 | يوجد نحو 2,500 جندي أمريكي في العراق و900 جندي في سوريا.
3:14 | تنشر واشنطن قرابة ألفين وخمسمئة جندي في العراق.
3:14 | في سوريا 900 جندي أمريكي.
0:5 1:6 | لا يبدو انسحاب القوات الأمريكية وشيكا.
0:5 | انسحاب القوات الأميركية ليس وشيكًا، ونتيجة المحادثات غير واضحة.
0:5 | من المتوقع أن تستمر المحادثات عدة أشهر أو أكثر.
0:2 1:3 | سلمت السفيرة الأمريكية آلينا رومانوسكي الرسالة إلى وزير الخارجية العراقي فؤاد حسين يوم الأربعاء.
0:2 | تسلم وزير الخارجية العراقي فؤاد حسين الرسالة من السفيرة الأميركية آلينا رومانوفسكي.
0:1 2:1 | قالت أربعة مصادر لرويترز إن الولايات المتحدة والعراق بصدد بدء محادثات لإنهاء مهمة التحالف.
1:4 | تخلت الولايات المتحدة عن شرط أن تتوقف أولا هجمات الجماعات العراقية المسلحة المدعومة من إيران.
0:3 | أسقطت الولايات المتحدة شروطها المسبقة بوقف هجمات الفصائل العراقية المسلحة.
0:10 4:8 | تعرضت القوات الأمريكية في سوريا والعراق لنحو 150 هجوما من فصائل متحالفة مع إيران.
2:21 | تعرضت القوات الأميركية وقوات التحالف لأكثر من 150 هجوما منذ منتصف أكتوبر وفقا للبنتاغون.
0:11 1:13 | دعا رئيس الوزراء العراقي محمد شياع السوداني إلى خروج سريع لقوات التحالف عبر المفاوضات.
1:13 | توقفت عملية التفاوض عندما بدأت حرب غزة.
2:25 | كرر السوداني دعوته إلى انسحاب قوات التحالف الدولي من العراق.
2:23 | تعرضت قاعدة عين الأسد غرب العراق مساء الثلاثاء لهجوم بطائرات مسيرة.
2:24 | استهدفت القاعدة بصواريخ باليستية يوم السبت أيضا.
2:9 | أسفرت الضربات في منطقة القائم عن مقتل شخص وإصابة آخرين بحسب الحشد الشعبي.
2:10 | قال مسؤول في وزارة الداخلية إن شخصين قتلا وجرح آخرون.
2:8 | استهدفت الضربات كتائب حزب الله في منطقة جرف الصخر على بعد نحو 60 كيلومترا جنوب بغداد.
2:17 | أكد وزير الدفاع الأميركي لويد أوستن أن القوات الأميركية استهدفت منشآت تستخدمها فصائل مسلحة مدعومة من إيران.
2:14 | اعتبر قاسم الأعرجي مستشار الأمن القومي العراقي أن الضربات الأميركية لا تساعد على التهدئة.
2:12 | حذر اللواء يحيى رسول من أن هذا الفعل يؤدي إلى تصعيد غير مسؤول.
3:13 | غزت الولايات المتحدة العراق عام 2003 وأطاحت بصدام حسين ثم انسحبت في 2011.
3:14 | عادت الولايات المتحدة عام 2014 على رأس تحالف دولي لمحاربة داعش.
3:12 | هزم تنظيم داعش في العراق عام 2017.
3:4 | تشكل التحالف سنة 2014 للمساعدة في قتال تنظيم داعش.
3:1 | قد تستمر المحادثات إلى ما بعد الانتخابات الرئاسية الأمريكية في نوفمبر.
3:3 | بدأت المحادثات بين واشنطن وبغداد في كانون الثاني.
3:6 | الهجمات متوقفة منذ أكثر من شهر.
3:10 | رفض البنتاجون التعليق على مستقبل المحادثات بين الولايات المتحدة والعراق.
3:15 | قال حيدر العبادي رئيس الوزراء العراقي السابق إنه لا يعتقد أن الأمريكيين يريدون انسحابا كاملا.
3:11 | تطالب فصائل متشددة بانسحاب فوري للقوات الأمريكية.
4:3 | أعلنت واشنطن وبغداد في أغسطس 2023 عزمهما تشكيل اللجنة العسكرية العليا.
4:5 | ترأس السوداني اجتماعا للمجلس الوزاري للأمن الوطني بحضور وزير الخارجية.
0:9 | العراق من الدول القليلة الحليفة لكل من طهران وواشنطن.
0:12 | قال مصدران إن الهجمات لن تتوقف على الأرجح.
2:22 | أعلنت المقاومة الإسلامية في العراق مسؤوليتها عن الهجمات.
0:6 | The United States has 2,500 troops in Iraq.
3:14 | There are about 2,500 American soldiers in Iraq and 900 in Syria.
3:14 | Some 2500 US soldiers are in Iraq.
0:5 1:6 | The withdrawal of US forces is not imminent.
0:5 | The talks are expected to take several months, if not more, and their outcome is not clear.
0:2 1:3 | US ambassador Alina Romanowski delivered the letter to Iraqi Foreign Minister Fuad Hussein on Wednesday.
0:1 2:1 | Four sources said the United States and Iraq are about to begin talks on ending the mission of the military coalition.
0:10 4:8 | US forces in Syria and Iraq came under about 150 attacks by factions allied with Iran.
2:21 | American and coalition forces have faced more than 150 attacks since mid-October, according to the Pentagon.
1:13 | The violence led Iraqi Prime Minister Mohammed Shia al-Sudani to call for a quick exit of the coalition forces.
2:23 | The Ain al-Asad base in western Iraq was attacked by drones on Tuesday evening.
2:10 | Two people were killed, according to an official in the Interior Ministry.
2:8 | The strikes targeted Kataib Hezbollah in Jurf al-Sakhar, about sixty kilometres south of Baghdad.
2:17 | US Defense Secretary Lloyd Austin said the forces struck facilities in Iraq used by armed factions backed by Iran.
3:13 | The United States invaded Iraq in 2003 and withdrew in 2011.
3:14 | The US returned in 2014 at the head of an international coalition to fight ISIS.
3:12 | The Islamic State was defeated in Iraq in 2017.
3:1 | The talks may continue beyond the US presidential election in November.
3:6 | The attacks have stopped for more than a month.
3:3 | Talks between Washington and Baghdad began in January.
4:3 | Washington and Baghdad announced in August 2023 their intention to form the Higher Military Commission.
3:15 | Former Iraqi prime minister Haider al-Abadi does not believe that the Americans want a complete withdrawal.
3:10 | The Pentagon declined to comment on the future of the talks.
"""

FALSE = """
0:6 | تنشر الولايات المتحدة 3500 عسكري في العراق.
0:6 | تنشر الولايات المتحدة 250 عسكريا في العراق.
1:8 | للولايات المتحدة 2500 جندي في لبنان.
3:14 | يوجد نحو 900 جندي أمريكي في العراق و2500 جندي في سوريا.
3:14 | في سوريا 2500 جندي أمريكي.
3:14 | تنشر واشنطن قرابة ثلاثة آلاف وخمسمئة جندي في العراق.
1:8 | تنشر الولايات المتحدة 2500 جندي في سوريا.
0:5 1:6 | انسحاب القوات الأمريكية وشيك.
0:5 | نتيجة المحادثات واضحة وانسحاب القوات الأميركية ليس وشيكا.
0:5 | من المتوقع أن تستمر المحادثات عدة أسابيع.
0:2 1:3 | سلمت السفيرة الأمريكية آلينا رومانوسكي الرسالة إلى وزير الخارجية العراقي فؤاد حسين يوم الثلاثاء.
0:2 | سلم وزير الخارجية العراقي فؤاد حسين الرسالة إلى السفيرة الأميركية آلينا رومانوسكي.
0:2 | سلمت السفيرة البريطانية الرسالة إلى وزير الخارجية العراقي فؤاد حسين.
0:2 | سلمت السفيرة الأمريكية آلينا رومانوسكي الرسالة إلى وزير الدفاع العراقي فؤاد حسين.
0:2 | سلمت السفيرة الأمريكية آلينا رومانوسكي الرسالة إلى وزير الخارجية العراقي حسين علاوي.
0:1 2:1 | قالت خمسة مصادر لرويترز إن الولايات المتحدة والعراق بصدد بدء محادثات لإنهاء مهمة التحالف.
0:1 | قالت أربعة مصادر إن الولايات المتحدة وإيران بصدد بدء محادثات لإنهاء مهمة التحالف.
0:3 | لم تسقط الولايات المتحدة شروطها المسبقة بوقف هجمات الفصائل العراقية المسلحة.
0:10 4:8 | تعرضت القوات الأمريكية في سوريا والعراق لنحو 250 هجوما من فصائل متحالفة مع إيران.
2:21 | تعرضت القوات الأميركية وقوات التحالف لأقل من 150 هجوما منذ منتصف أكتوبر وفقا للبنتاغون.
2:21 | تعرضت القوات الأميركية لأكثر من 150 هجوما منذ منتصف نوفمبر وفقا للبنتاغون.
2:21 | تعرضت القوات الأميركية لأكثر من 150 هجوما منذ أيلول وفقا للبنتاغون.
0:11 1:13 | دعا رئيس الوزراء العراقي حيدر العبادي إلى خروج سريع لقوات التحالف عبر المفاوضات.
0:11 | دعا رئيس الوزراء العراقي محمد شياع السوداني إلى بقاء قوات التحالف.
2:23 | تعرضت قاعدة عين الأسد غرب العراق مساء الخميس لهجوم بطائرات مسيرة.
2:23 | تعرضت قاعدة عين الأسد شرق العراق مساء الثلاثاء لهجوم بطائرات مسيرة.
2:23 | تعرضت قاعدة بلد غرب العراق مساء الثلاثاء لهجوم بطائرات مسيرة.
2:24 | استهدفت القاعدة بصواريخ باليستية يوم الأحد.
2:9 | أسفرت الضربات في منطقة القائم عن مقتل ثلاثة أشخاص وإصابة آخرين بحسب الحشد الشعبي.
2:10 | قال مسؤول في وزارة الداخلية إن عشرة أشخاص قتلوا وجرح آخرون.
2:8 | استهدفت الضربات كتائب حزب الله في منطقة جرف الصخر على بعد نحو 60 كيلومترا شمال بغداد.
2:8 | استهدفت الضربات كتائب حزب الله على بعد نحو 16 كيلومترا جنوب بغداد.
2:17 | أكد وزير الدفاع الأميركي لويد أوستن أن القوات الأميركية استهدفت منشآت في سوريا تستخدمها فصائل مدعومة من روسيا.
2:17 | أكد وزير الخارجية الأميركي أنتوني بلينكن أن القوات الأميركية استهدفت منشآت في العراق.
2:14 | اعتبر قاسم الأعرجي أن الضربات الأميركية تساعد على التهدئة.
2:7 | استنكرت واشنطن الضربات ووصفتها بأنها تصعيد غير مسؤول.
3:13 | غزت الولايات المتحدة العراق عام 2011 ثم انسحبت في 2003.
3:13 | غزت الولايات المتحدة العراق عام 2004 وأطاحت بصدام حسين.
3:14 | عادت الولايات المتحدة عام 2013 على رأس تحالف دولي لمحاربة داعش.
3:12 | هزم تنظيم داعش في سوريا عام 2017.
3:4 | تشكل التحالف سنة ٢٠١٥ للمساعدة في قتال تنظيم داعش.
3:1 | قد تستمر المحادثات إلى ما بعد الانتخابات الرئاسية العراقية في نوفمبر.
3:1 | قد تستمر المحادثات إلى ما بعد الانتخابات الرئاسية الأمريكية في ديسمبر.
3:3 | بدأت المحادثات بين واشنطن وبغداد في شباط.
3:6 | الهجمات متوقفة منذ أقل من شهر.
3:6 | الهجمات مستمرة منذ أكثر من شهر.
3:10 | وافق البنتاجون على التعليق على مستقبل المحادثات بين الولايات المتحدة والعراق.
3:15 | قال حيدر العبادي رئيس الوزراء العراقي السابق إن الأمريكيين يريدون انسحابا كاملا.
3:15 | قال حيدر العبادي رئيس الوزراء العراقي الحالي إنه لا يعتقد أن الأمريكيين يريدون انسحابا كاملا.
4:3 | أعلنت واشنطن وبغداد في أغسطس 2022 عزمهما تشكيل اللجنة العسكرية العليا.
4:3 | أعلنت واشنطن وطهران في أغسطس 2023 عزمهما تشكيل اللجنة العسكرية العليا.
0:12 | قال مصدران إن الهجمات ستتوقف على الأرجح.
0:18 | أغلب الفصائل المسلحة ممثلة في البرلمان.
0:16 | التوقيت يتعلق بالهجمات التي حدثت مؤخرا.
0:6 | The United States has 3,500 troops in Iraq.
0:6 | The United States has 2,500 troops in Syria.
3:14 | There are about 900 American soldiers in Iraq and 2,500 in Syria.
0:5 1:6 | The withdrawal of US forces is imminent.
0:5 | The talks are expected to take several weeks.
0:2 1:3 | US ambassador Alina Romanowski delivered the letter to Iraqi Foreign Minister Fuad Hussein on Tuesday.
0:2 | Iraqi Foreign Minister Fuad Hussein delivered the letter to US ambassador Alina Romanowski.
0:2 | US ambassador Tracey Jacobson delivered the letter to Iraqi Foreign Minister Fuad Hussein.
0:1 2:1 | Five sources said the United States and Iraq are about to begin talks on ending the mission of the military coalition.
0:1 | Four sources said the United States and Iran are about to begin talks on ending the mission of the military coalition.
2:21 | American and coalition forces have faced less than 150 attacks since mid-October, according to the Pentagon.
2:21 | American and coalition forces have faced more than 150 attacks since mid-December, according to the Pentagon.
1:13 | The violence led Iraqi Prime Minister Nouri al-Maliki to call for a quick exit of the coalition forces.
2:23 | The Ain al-Asad base in western Iraq was attacked by drones on Thursday evening.
2:23 | The Ain al-Asad base in eastern Iraq was attacked by drones on Tuesday evening.
2:10 | Twelve people were killed, according to an official in the Interior Ministry.
2:8 | The strikes targeted Kataib Hezbollah, about sixty kilometres north of Baghdad.
2:17 | US Defense Secretary Lloyd Austin said the forces struck facilities in Iraq used by armed factions backed by Turkey.
3:13 | The United States invaded Iraq in 2011 and withdrew in 2003.
3:13 | Iraq invaded the United States in 2003.
3:14 | The US returned in 2016 at the head of an international coalition to fight ISIS.
3:12 | The Islamic State was defeated in Iraq in 2014.
3:6 | The attacks have stopped for less than a month.
3:3 | Talks between Washington and Tehran began in January.
3:1 | The talks may continue beyond the US presidential election in October.
4:3 | Washington and Baghdad announced in August 2021 their intention to form the Higher Military Commission.
3:15 | Former Iraqi prime minister Haider al-Abadi believes that the Americans want a complete withdrawal.
3:10 | The Pentagon agreed to comment on the future of the talks.
2:22 | The Islamic Resistance in Iraq denied responsibility for the attacks.
"""

TRUE_MORE = """
0:4 | ستدرس بغداد الرسالة بعناية، ولم تذكر الخارجية العراقية تفاصيل.
2:4 | سيدرس رئيس الوزراء الرسالة بعناية.
0:7 | في العراق أيضا مئات الجنود من دول أوروبية في الغالب ضمن التحالف.
1:9 | يضم التحالف في العراق مئات العسكريين من دول أخرى معظمها أوروبية.
1:14 | لم تكن واشنطن مستعدة للتفاوض على الانسحاب وهي تتعرض لإطلاق النار.
4:12 | تخشى واشنطن أن يبدو أي تغيير في المهمة وكأنه تم تحت الضغط.
1:20 | تحتفظ الولايات المتحدة بحق الدفاع عن النفس خلال المحادثات.
1:21 | معظم الميليشيات ليس لها تمثيل في البرلمان.
2:11 | تدعم إيران حركة حماس الفلسطينية.
2:16 2:17 | أعلنت واشنطن مسؤوليتها عن الضربات.
2:17 2:18 | قال أوستن إن بلاده لا تريد تصعيد الصراع في المنطقة.
2:20 | استهدفت الضربات مواقع ومستودعات لكتائب حزب الله بحسب سنتكوم.
2:13 | وصف المتحدث الضربات بأنها تجاوز لسيادة العراق.
3:2 | طلب المصدر ألا تنشر هويته.
3:7 | تحاول حكومة بغداد منع تحول العراق إلى ساحة قتال لقوى أجنبية.
3:9 | يرى سياسيون أن المحادثات الفنية وسيلة لكسب الوقت.
3:12 | لا ترى واشنطن ضرورة لبحث انسحاب المستشارين العسكريين في المحادثات.
4:2 | قال المتحدث إن اللجنة نقطة لمناقشة الانتقال إلى علاقات أمنية ثنائية.
4:11 | كان من المفترض أن تبدأ المناقشات العام الماضي لكن حرب غزة عطلتها.
1:22 | يأمل المسؤولون أن تخفف المحادثات الضغط السياسي عن حكومة السوداني.
0:4 | The Iraqi Foreign Ministry said it received an important message that the prime minister will study carefully.
1:9 | Hundreds of troops from other countries, mostly European, are also in Iraq.
1:14 | Washington was not ready to negotiate a withdrawal while it was under fire.
1:20 | The United States will retain its full right to self-defense during the talks.
1:15 | Two of the sources said the attacks will probably not stop.
2:7 | Baghdad condemned the American strikes and called them an irresponsible escalation.
2:25 | Iraqi Prime Minister Mohammed Shia al-Sudani repeated his call for the withdrawal of coalition forces from Iraq.
2:18 | The United States does not want to escalate the conflict in the region.
3:4 | The coalition was formed in 2014 to help fight ISIS.
3:8 | Baghdad is a rare ally of both Tehran and Washington.
3:11 | Hardline armed factions demand the immediate withdrawal of American forces.
4:8 | American forces in Syria and Iraq have been attacked about 150 times by factions allied with Iran.
2:22 | The Islamic Resistance in Iraq claimed responsibility for the attacks.
2:24 | The base was also targeted with ballistic missiles on Saturday.
"""
"""Written after the first checks, which caught 32 of these 44 false ones and lost 5 of the 34 true
ones; the checks have learned from them since."""

FALSE_MORE = """
0:4 | سيدرس رئيس الوزراء الإيراني الرسالة بعناية.
2:4 | لن يدرس رئيس الوزراء الرسالة.
0:7 | في العراق أيضا آلاف الجنود من دول آسيوية في الغالب ضمن التحالف.
1:9 | يضم التحالف في العراق مئات العسكريين من دول أخرى معظمها أفريقية.
1:14 | كانت واشنطن مستعدة للتفاوض على الانسحاب وهي تتعرض لإطلاق النار.
1:14 | لم تكن طهران مستعدة للتفاوض على الانسحاب.
1:20 | تحتفظ إيران بحق الدفاع عن النفس خلال المحادثات.
1:20 | لن تحتفظ الولايات المتحدة بحق الدفاع عن النفس خلال المحادثات.
1:21 | جميع الميليشيات ليس لها تمثيل في البرلمان.
2:11 | تدعم إسرائيل حركة حماس الفلسطينية.
2:11 | تدعم إيران حركة فتح الفلسطينية.
2:16 2:17 | أعلنت إيران مسؤوليتها عن الضربات.
2:16 2:17 | نفت الولايات المتحدة مسؤوليتها عن الضربات.
2:17 2:18 | قال أوستن إن بلاده تريد تصعيد الصراع في المنطقة.
2:8 | استهدفت الضربات كتائب حزب الله في منطقة القائم على الحدود مع الأردن.
2:15 | قال إن على الجانب الإيراني الضغط لإيقاف العدوان على غزة.
3:7 | تحاول حكومة طهران منع تحول العراق إلى ساحة قتال لقوى أجنبية.
3:8 | بغداد حليف نادر لكل من طهران وموسكو.
3:12 | ترى واشنطن ضرورة لبحث انسحاب المستشارين العسكريين في المحادثات.
3:14 | يوجد في العراق أقل من 2500 جندي أمريكي و900 جندي في سوريا.
3:13 | انسحبت الولايات المتحدة من العراق في 2010.
3:6 | الهجمات متوقفة منذ أكثر من عام.
4:11 | كان من المفترض أن تبدأ المناقشات الشهر الماضي لكن حرب غزة عطلتها.
4:3 | أعلنت واشنطن وبغداد في أغسطس 2023 إلغاء اللجنة العسكرية العليا.
2:10 | قال مسؤول في وزارة الدفاع إن شخصين قتلا وجرح آخرون.
2:1 | قالت أربعة مصادر لوكالة فرانس برس إن الولايات المتحدة والعراق بصدد بدء محادثات.
0:12 | قالت أربعة مصادر إن الحسابات تغيرت.
2:23 | تعرضت قاعدة عين الأسد مساء الثلاثاء لهجوم بصواريخ باليستية.
2:24 | استهدفت القاعدة بطائرات مسيرة يوم السبت.
1:12 | تعرضت القوات الأمريكية للهجوم نحو 150 مرة وكان آخر الضربات يوم الأربعاء.
0:4 | The Iranian Foreign Ministry said it received an important message.
1:9 | Thousands of troops from other countries, mostly European, are also in Iraq.
1:14 | Washington was ready to negotiate a withdrawal while it was under fire.
1:15 | Three of the sources said the attacks will probably not stop.
1:15 | Two of the sources said the attacks will probably stop.
2:7 | Tehran condemned the American strikes and called them an irresponsible escalation.
2:18 | The United States wants to escalate the conflict in the region.
3:4 | The coalition was formed in 2011 to help fight ISIS.
3:8 | Baghdad is a rare ally of both Tehran and Moscow.
3:11 | Hardline armed factions oppose the withdrawal of American forces.
4:8 | American forces in Syria and Iraq have been attacked about 150 times by factions allied with Russia.
4:8 | American forces in Syria and Iraq have been attacked about 15 times by factions allied with Iran.
2:24 | The base was also targeted with ballistic missiles on Sunday.
2:12 | Fuad Hussein warned of an irresponsible escalation.
"""
"""As TRUE_MORE."""

TRUE_HELD = """
0:8 | يتعرض وجود المهمة في العراق لضغوط متزايدة.
0:13 | قال مسؤول أمريكي إن البلدين قريبان من الاتفاق على بدء حوار اللجنة العسكرية العليا.
0:14 | ستسمح اللجنة بتقييم مشترك لقدرة القوات العراقية على قتال داعش.
0:19 | يأمل مسؤولون عراقيون وأمريكيون في تقليل الهجمات على القوات الأميركية.
1:2 | تبدأ واشنطن والعراق محادثات بشأن استبدال التحالف بعلاقات ثنائية.
1:11 | تضغط الميليشيات على الولايات المتحدة بسبب دعمها لإسرائيل.
2:3 | نقل مصدران أن السفيرة الأميركية سلمت الرسالة إلى فؤاد حسين يوم الأربعاء.
2:6 | سيطر داعش على مساحات شاسعة من البلاد في 2014 ثم هزمه الجيش العراقي.
2:19 | قال الوزير إن الضربات رد مباشر على هجمات نفذتها ميليشيات ترعاها إيران.
3:5 | جاء القرار بعد هجمات بين القوات الأمريكية وفصائل مسلحة.
3:16 | يرى العبادي أن القوى السياسية لا ترغب في الاستغناء بشكل كامل عن الأمريكيين.
4:1 | أكد متحدث باسم الخارجية الأميركية أن واشنطن وبغداد اقتربتا من التوافق.
4:4 | نقلت السفيرة الينا رومانسكي رسالة من الحكومة الأمريكية إلى الخارجية العراقية.
0:13 | The United States and Iraq are close to an agreement on starting the dialogue of the Higher Military Commission announced in August.
0:14 | The committee will allow a joint assessment of the ability of Iraqi security forces to fight ISIS.
0:8 | The presence of the mission in Iraq is under growing pressure.
2:3 | Two sources said the letter was delivered to the Iraqi government on Wednesday.
2:17 | Lloyd Austin confirmed that American forces targeted facilities in Iraq.
3:7 | The government in Baghdad is trying to prevent Iraq from becoming a battlefield for foreign powers again.
3:2 | The source asked not to be identified.
"""
"""Written after those: 25 of 25 false caught and 1 of 20 true lost at first sight, by rules that
let more wrong words pass than today's."""

FALSE_HELD = """
0:8 | لا يتعرض وجود المهمة في العراق لأي ضغوط.
0:13 | قال مسؤول إيراني إن البلدين قريبان من الاتفاق على بدء حوار اللجنة العسكرية العليا.
0:13 | أعلن حوار اللجنة العسكرية العليا في أكتوبر.
0:14 | لن تسمح اللجنة بتقييم مشترك لقدرة القوات العراقية على قتال داعش.
0:19 | يأمل مسؤولون سوريون وأمريكيون في تقليل الهجمات على القوات الأميركية.
1:11 | تضغط الميليشيات على الولايات المتحدة بسبب دعمها لأوكرانيا.
2:3 | نقلت ثلاثة مصادر أن السفيرة الأميركية سلمت الرسالة إلى فؤاد حسين.
2:3 | سلمت السفيرة الأميركية الرسالة إلى محمد شياع السوداني يوم الأربعاء.
2:6 | سيطر داعش على مساحات شاسعة من البلاد في 2014 ثم هزمه الجيش السوري.
2:6 | سيطر داعش على مساحات شاسعة من البلاد في 2004 ثم هزمه الجيش العراقي.
2:19 | قال الوزير إن الضربات رد مباشر على هجمات نفذتها ميليشيات ترعاها تركيا.
2:12 | حذر اللواء قاسم الأعرجي من تصعيد غير مسؤول.
3:16 | يرى العبادي أن القوى السياسية ترغب في الاستغناء بشكل كامل عن الأمريكيين.
4:1 | أكد متحدث باسم الخارجية العراقية أن واشنطن وبغداد اقتربتا من التوافق.
4:4 | نقل فؤاد حسين رسالة من الحكومة الأمريكية إلى الخارجية العراقية.
1:12 | تعرضت القوات الأمريكية في العراق وسوريا للهجوم أكثر من 1500 مرة.
0:13 | The United States and Iran are close to an agreement on starting the dialogue of the Higher Military Commission.
0:13 | The dialogue of the Higher Military Commission was announced in July.
0:8 | The presence of the mission in Syria is under growing pressure.
2:3 | Two sources said the letter was delivered to the Iraqi government on Monday.
2:17 | Antony Blinken confirmed that American forces targeted facilities in Iraq.
2:17 | Lloyd Austin confirmed that American forces targeted facilities in Lebanon.
3:7 | The government in Baghdad is not trying to prevent Iraq from becoming a battlefield for foreign powers.
1:15 | Four of the sources said the attacks will probably not stop.
3:15 | Current Iraqi prime minister Haider al-Abadi does not believe that the Americans want a complete withdrawal.
"""
"""As TRUE_HELD."""

NEWS = """
أعلن البنك المركزي المصري يوم الخميس رفع أسعار الفائدة بمقدار 200 نقطة أساس لتصل إلى 21.25 بالمئة، في محاولة لكبح التضخم الذي بلغ 35.7% في فبراير.
فاز المنتخب المغربي على نظيره البرتغالي بهدف دون رد سجله يوسف النصيري في الدقيقة 42، ليصبح أول منتخب أفريقي يتأهل إلى نصف نهائي كأس العالم.
حذرت منظمة الصحة العالمية من تفشي الكوليرا في السودان حيث سُجلت 658 إصابة و28 وفاة خلال شهر، وقالت إن عدد الإصابات قد يتضاعف مع موسم الأمطار.
تتوقع هيئة الأرصاد الجوية الأردنية انخفاضا في درجات الحرارة يوم السبت لتصل العظمى في عمّان إلى 14 درجة مئوية، مع فرصة لهطول أمطار متفرقة في شمال المملكة.
وقّعت شركة أرامكو السعودية عقدا بقيمة 3.3 مليار دولار مع شركة هيونداي الكورية لتوسيع معمل الغاز في الجعيمة، على أن يكتمل المشروع عام 2027.
قالت وزيرة الصحة التونسية إن معظم المستشفيات العامة لم تتلق بعد اللقاحات التي وعدت بها الوزارة في نيسان الماضي.
تراجعت صادرات لبنان بنسبة 12 في المئة خلال النصف الأول من عام 2022 مقارنة بالفترة نفسها من العام السابق.
اتهم الرئيس الجزائري عبد المجيد تبون فرنسا بعرقلة الاتفاق، لكن باريس نفت ذلك.
أقال نادي الهلال السعودي مدربه الأرجنتيني رامون دياز بعد خسارته أمام العين الإماراتي في دوري أبطال آسيا.
خصصت قطر مليوني دولار لدعم المتضررين من الزلزال الذي ضرب المغرب في سبتمبر 2023 وأودى بحياة نحو 2900 شخص.
قررت منظمة أوبك بلس خفض إنتاج النفط بمقدار مليوني برميل يوميا ابتداء من نوفمبر، وهو أكبر خفض منذ عام 2020.
أعلنت وزارة التعليم الكويتية تأجيل الامتحانات النهائية أسبوعين بسبب العواصف الرملية.
قال المتحدث باسم الخطوط الملكية المغربية إن الشركة قد تشتري عشر طائرات جديدة من طراز بوينغ 787 قبل نهاية العام.
أظهرت دراسة أجرتها جامعة القاهرة على 1200 مريض أن الدواء الجديد لا يقلل خطر الإصابة بالسكتة القلبية.
توفي الشاعر الفلسطيني محمود درويش في 9 أغسطس 2008 في مدينة هيوستن الأميركية إثر عملية جراحية في القلب.
قتل سبعة أشخاص وأصيب 23 آخرون بجروح في حادث تصادم بين حافلة وشاحنة على الطريق الصحراوي جنوب القاهرة صباح الاثنين، وفق ما ذكرت وزارة الصحة المصرية.
أعلنت الخطوط الجوية القطرية أنها ستستأنف رحلاتها إلى دمشق في 7 يناير بعد انقطاع دام نحو 13 عاما.
قال محافظ مصرف لبنان إن احتياطيات البنك من العملات الأجنبية ارتفعت إلى 10.7 مليارات دولار، لكنه استبعد العودة إلى سعر الصرف السابق.
فازت الروائية العمانية جوخة الحارثي بجائزة مان بوكر الدولية عام 2019 عن روايتها «سيدات القمر»، لتصبح أول كاتبة عربية تنال الجائزة.
حكمت محكمة تونسية بالسجن ثماني سنوات على رجل أعمال بعد إدانته بتهمة التهرب الضريبي، وقال محاميه إنه سيستأنف الحكم.
تسببت الأمطار الغزيرة في فيضانات بولاية كسلا شرق السودان أدت إلى تشريد أكثر من 12 ألف أسرة وتدمير مئات المنازل، بحسب الهلال الأحمر السوداني.
تعتزم شركة أدنوك الإماراتية زيادة طاقتها الإنتاجية إلى خمسة ملايين برميل يوميا بحلول عام 2027.
رفض البرلمان الكويتي مشروع قانون الدين العام بأغلبية 38 صوتا مقابل 20.
نفى المتحدث باسم الجيش الجزائري تقارير عن مناورات مشتركة مع روسيا قرب الحدود المغربية.
أظهر استطلاع للرأي أن 62 بالمئة من الأردنيين يعتقدون أن الوضع الاقتصادي يسير في الاتجاه الخاطئ، مقابل 54 بالمئة العام الماضي.
أعلن وزير المالية السعودي محمد الجدعان أن المملكة سجلت عجزا في الميزانية بقيمة 34 مليار ريال خلال الربع الأول من عام 2025، مقارنة بعجز قدره 12.4 مليار ريال في الفترة نفسها من العام الماضي.
أفرجت السلطات الموريتانية عن الصحفي أحمد ولد سيدي مساء الأربعاء بعد احتجازه ثلاثة أيام على خلفية مقال انتقد فيه وزير الداخلية.
قال مدير مستشفى الشفاء إن معظم الأجهزة الطبية لا تعمل بسبب نقص الوقود، وإن المستشفى قد يتوقف عن العمل خلال 48 ساعة.
تغلب الأهلي المصري على الترجي التونسي بهدفين مقابل هدف في ذهاب نهائي دوري أبطال أفريقيا الذي أقيم في رادس.
"""
"""Sentences on other subjects than the articles', for the tables below: `9:1` is the first."""

TRUE_BLIND = """
number | 0:6 | يبلغ عدد العسكريين الأميركيين في العراق ألفين وخمسمئة.
number | 3:14 | للولايات المتحدة تسعمئة جندي في سوريا إلى جانب نحو ٢٥٠٠ في العراق.
number | 2:21 | شُنّ ما يزيد على مئة وخمسين هجوما على القوات الأميركية وقوات التحالف الدولي منذ منتصف تشرين الأول.
number | 2:8 | تقع جرف الصخر على مسافة نحو ٦٠ كيلومترا جنوبي بغداد.
number | 1:15 | رأى مصدران أن الهجمات لن تتوقف على الأرجح.
month | 3:1 | قد تمتد المحادثات إلى ما بعد انتخابات الرئاسة الأمريكية في تشرين الثاني.
month | 1:16 | أُعلن عن حوار اللجنة العسكرية العليا في شهر آب.
month | 4:3 | كشفت واشنطن وبغداد في آب ٢٠٢٣ عن نيتهما تشكيل لجنة عسكرية عليا.
date | 3:13 | انسحبت الولايات المتحدة من العراق سنة ٢٠١١ بعد أن غزته في ٢٠٠٣.
date | 3:12 | كانت هزيمة داعش في العراق عام 2017 بحسب واشنطن.
passive | 0:2 | سُلّمت الرسالة إلى وزير الخارجية العراقي فؤاد حسين يوم الأربعاء.
passive | 3:13 | أطيح بصدام حسين بعد الغزو الأميركي للعراق عام 2003.
passive | 2:23 | استُهدفت قاعدة عين الأسد بطائرات مسيّرة مساء الثلاثاء.
capital | 2:7 | استنكرت الحكومة العراقية الضربات الأميركية ووصفتها بأنها تصعيد غير مسؤول.
capital | 3:12 | لا ترى الولايات المتحدة ضرورة لأن تتضمن المحادثات مسألة انسحاب مستشاريها العسكريين من العراق.
capital | 1:14 | لم تكن الولايات المتحدة مستعدة للتفاوض على الانسحاب وهي تتعرض لإطلاق النار.
synonym | 3:6 | توقفت تلك الهجمات منذ ما يزيد على شهر لمنح المفاوضات فرصة.
synonym | 3:2 | طلب المصدر عدم الكشف عن هويته.
synonym | 2:16 | أقرت الولايات المتحدة بمسؤوليتها عن الضربات.
synonym | 0:7 | يضم التحالف في العراق أيضا مئات الجنود من دول أخرى معظمها أوروبية.
part | 3:14 | عادت الولايات المتحدة في 2014 على رأس تحالف دولي.
part | 2:22 | المقاومة الإسلامية في العراق شبكة من فصائل مسلحة موالية لإيران.
part | 0:17 | تحتفظ واشنطن بكامل حقها في الدفاع عن النفس أثناء المحادثات.
hedge | 0:19 | يأمل مسؤولون عراقيون وأميركيون أن تسهم المحادثات في تخفيف الضغط السياسي عن حكومة السوداني.
hedge | 0:19 | قد يؤدي بدء المحادثات إلى تقليل الهجمات على القوات الأميركية، بحسب آمال المسؤولين.
negation | 1:19 | لا علاقة للتوقيت بالهجمات الأخيرة.
negation | 0:18 | معظم الفصائل التي تقود الهجمات غير ممثلة في البرلمان أو الحكومة.
negation | 3:15 | يعتقد العبادي أن الأمريكيين لا يريدون انسحابا كاملا.
two | 2:9 2:10 | أسفرت الضربات في القائم عن قتيل بحسب الحشد الشعبي، فيما تحدث مسؤول في الداخلية عن قتيلين.
two | 3:3 3:4 | بدأت في يناير محادثات لإعادة تقييم وجود التحالف الذي تشكل عام 2014.
name | 2:12 | حذر الناطق باسم القائد الأعلى للقوات المسلحة يحيى رسول من تقويض سنوات من التعاون.
number | 0:6 | Two thousand five hundred US soldiers are deployed in Iraq to advise and assist Iraqi forces.
number | 3:14 | About 2.5 thousand American troops are stationed in Iraq.
number | 2:8 | Jurf al-Sakhar lies around 60 kilometres south of Baghdad.
number | 2:10 | Two people were killed, according to an interior ministry official.
number | 0:10 | Factions allied with Iran carried out roughly one hundred and fifty attacks on US forces in Syria and Iraq.
month | 3:3 | Washington and Baghdad began talks in January to reassess the coalition's presence in Iraq.
month | 3:1 | The talks may continue beyond the US presidential election in November.
month | 4:3 | In August 2023 Washington and Baghdad announced their intention to form the Higher Military Commission.
date | 3:13 | The United States invaded Iraq in 2003 and overthrew Saddam Hussein before withdrawing in 2011.
date | 3:12 | Islamic State was defeated in Iraq in 2017.
date | 2:24 | The base had also been hit by ballistic missiles on Saturday.
name | 2:17 | US Defense Secretary Lloyd Austin said American forces struck facilities used by Iran-backed armed factions.
name | 2:14 | Iraqi national security adviser Qassem al-Araji said the latest US strikes do not help bring calm.
name | 3:15 | Former Iraqi prime minister Haider al-Abadi said he does not believe the Americans want a full withdrawal.
name | 2:8 | The strikes targeted Kataib Hezbollah at night, one of the factions of the Popular Mobilization Forces.
passive | 0:2 | The message was handed to Foreign Minister Fuad Hussein by the US ambassador Alina Romanowski.
passive | 3:4 | The coalition was formed in 2014 to help fight Islamic State.
capital | 2:7 | Iraq denounced the American strikes as an irresponsible escalation.
capital | 1:14 | The US was not ready to negotiate a possible withdrawal while under fire.
synonym | 3:10 | The Pentagon declined to comment on the future of the talks.
synonym | 3:6 | The attacks have stopped for more than a month to give negotiations a chance.
synonym | 0:8 | The mission's presence in Iraq is under growing pressure.
part | 3:11 | Some moderate factions and Sunni and Kurdish parties fear that a departure would leave a power vacuum.
part | 2:22 | The Islamic Resistance in Iraq claimed responsibility for those attacks.
negation | 0:5 | The outcome of the talks is unclear.
negation | 1:19 | The timing has nothing to do with the recent attacks.
negation | 2:18 | "We do not want to escalate the conflict in the region," he said, warning that Washington is ready to take further action.
hedge | 0:19 | Officials hope the formal start of talks will ease political pressure on Sudani's government and perhaps reduce attacks on US forces.
hedge | 0:12 | Two sources said the attacks will probably not stop.
two | 2:23 2:24 | Ain al-Asad base was attacked with drones on Tuesday evening after being targeted with ballistic missiles on Saturday.
part | 0:9 | Iraq is one of the few countries allied with both Tehran and Washington.
own | 9:1 | رفع البنك المركزي المصري الفائدة إلى ٢١٫٢٥٪.
own | 9:1 | Egypt's central bank raised interest rates by 200 basis points on Thursday.
own | 9:1 | Inflation reached 35.7 percent in February.
own | 9:2 | سجل يوسف النصيري هدف المغرب في الدقيقة الثانية والأربعين.
own | 9:2 | Morocco beat Portugal with a goal by Youssef En-Nesyri.
own | 9:3 | سجل السودان 28 وفاة بالكوليرا و658 إصابة خلال شهر.
own | 9:3 | The World Health Organization warned of a cholera outbreak in Sudan.
own | 9:4 | ستبلغ درجة الحرارة العظمى في عمان أربع عشرة درجة يوم السبت.
own | 9:4 | Temperatures in Amman are expected to fall on Saturday.
own | 9:5 | تبلغ قيمة العقد بين أرامكو وهيونداي 3.3 مليارات دولار.
own | 9:5 | Aramco signed a $3.3 billion contract with Hyundai of Korea.
own | 9:6 | لم تصل اللقاحات الموعودة إلى معظم المستشفيات العامة في تونس.
own | 9:6 | Most public hospitals have not yet received the vaccines, the Tunisian health minister said.
own | 9:7 | انخفضت الصادرات اللبنانية 12% في النصف الأول من 2022.
own | 9:7 | Lebanon's exports fell 12 percent in the first half of 2022.
own | 9:8 | Algerian President Abdelmadjid Tebboune accused France of obstructing the agreement.
own | 9:8 | نفت فرنسا اتهام تبون لها بعرقلة الاتفاق.
own | 9:9 | Al-Hilal sacked its Argentine coach Ramon Diaz.
own | 9:10 | خصصت قطر ٢ مليون دولار لمتضرري زلزال المغرب.
own | 9:10 | The earthquake that struck Morocco in September 2023 killed about 2,900 people.
number | 2:6 | نشرت أميركا ٢٬٥٠٠ جندي في العراق لإسداء المشورة ومساعدة قواته.
number | 2:2 | بحسب 3 مصادر، تخلت الولايات المتحدة عن شروطها المسبقة.
month | 2:21 | تعرضت القوات الأميركية لأكثر من 150 هجوما منذ أواسط تشرين الأول.
name | 2:17 | قال لويد أوستن، وزير الدفاع في الولايات المتحدة، إن القوات الأميركية ضربت منشآت تستخدمها فصائل تدعمها إيران.
passive | 2:12 | صدر التحذير عن المتحدث باسم القائد الأعلى للقوات المسلحة العراقية اللواء يحيى رسول.
capital | 2:25 | طالب رئيس الحكومة العراقية مرارا بانسحاب قوات التحالف من بلاده.
synonym | 1:10 | تزايدت الضغوط على وجود البعثة في العراق.
negation | 3:10 | لم يحدد المسؤولون الأمريكيون من قبل جدولا زمنيا للمحادثات.
negation | 2:5 | النتيجة غير واضحة والانسحاب الأميركي غير وشيك.
hedge | 3:11 | تخشى أحزاب سنية وكردية من فراغ في السلطة إذا رحلت القوات.
part | 3:16 | يسبب وجود الأمريكيين في هذا الوقت مشاكل أكثر مما يوفر حلولا، وفق شعور سائد.
two | 2:23 2:24 | تعرضت قاعدة عين الأسد لهجوم بالمسيرات الثلاثاء، وكانت قد قُصفت بصواريخ باليستية السبت.
number | 0:1 2:1 | Four sources told Reuters that talks on ending the coalition's mission are about to start.
number | 1:12 | US forces in Iraq and Syria were attacked around 150 times.
date | 3:14 | The US returned in 2014 at the head of an international coalition to fight ISIS.
name | 1:13 | Prime Minister Mohammed Shia al-Sudani called for a rapid exit of the US-led coalition through negotiations.
name | 2:20 | US Central Command said the strikes targeted sites and depots used by Kataib Hezbollah.
part | 4:6 | The US and Iraq are about to start talks on ending the coalition's mission.
synonym | 2:4 | The ministry said it had received an important letter that the prime minister would study carefully.
passive | 1:5 | An important message was delivered and will be studied carefully by the prime minister.
negation | 1:21 | Most of the militias have no representation in parliament or the government.
negation | 3:15 | Abadi does not think the Americans want to withdraw completely.
hedge | 1:22 | Officials hope talks may reduce attacks on American forces.
part | 3:8 | Baghdad is a rare ally of both Tehran and Washington.
own | 9:11 | سيخفض تحالف أوبك بلس إنتاجه ٢ مليون برميل يوميا من تشرين الثاني.
own | 9:11 | OPEC+ decided to cut oil production by two million barrels per day.
own | 9:12 | أُجلت الامتحانات النهائية في الكويت لأسبوعين جراء عواصف رملية.
own | 9:12 | Kuwait postponed final exams by two weeks because of sandstorms.
own | 9:13 | ربما تشتري الخطوط الملكية المغربية 10 طائرات من طراز بوينغ 787.
own | 9:13 | Royal Air Maroc may buy ten new Boeing 787 aircraft before the end of the year.
own | 9:14 | شملت دراسة جامعة القاهرة ألفا ومئتي مريض.
own | 9:14 | A Cairo University study found that the new drug does not reduce the risk of cardiac arrest.
own | 9:15 | رحل محمود درويش في التاسع من آب 2008 بمدينة هيوستن.
own | 9:15 | Palestinian poet Mahmoud Darwish died in Houston on 9 August 2008 after heart surgery.
number | 9:16 | لقي 7 أشخاص مصرعهم وجرح ثلاثة وعشرون في تصادم حافلة مع شاحنة جنوبي القاهرة.
number | 9:16 | Seven people died when a bus and a truck collided south of Cairo on Monday morning.
month | 9:17 | تعود القطرية إلى تسيير رحلاتها نحو دمشق في السابع من كانون الثاني.
month | 9:17 | Qatar Airways will resume flights to Damascus on January 7.
number | 9:18 | بلغت الاحتياطيات الأجنبية لدى مصرف لبنان 10.7 مليار دولار.
number | 9:18 | Lebanon's central bank governor said foreign currency reserves rose to $10.7 billion.
name | 9:19 | حصلت الكاتبة جوخة الحارثي على جائزة مان بوكر الدولية في 2019.
name | 9:19 | Omani novelist Jokha al-Harthi won the Man Booker International Prize in 2019.
number | 9:20 | صدر حكم بسجن رجل أعمال في تونس 8 سنوات بتهمة التهرب من الضرائب.
number | 9:20 | A Tunisian court sentenced a businessman to eight years in prison for tax evasion.
number | 9:21 | شردت الفيضانات ما يزيد على اثني عشر ألف أسرة في كسلا.
cause | 9:21 | Heavy rain caused floods in Kassala in eastern Sudan.
plan | 9:22 | تخطط أدنوك لرفع طاقتها الإنتاجية إلى 5 ملايين برميل في اليوم بحلول 2027.
plan | 9:22 | The Emirati company ADNOC intends to increase its production capacity to five million barrels per day by 2027.
synonym | 9:23 | لم يوافق مجلس الأمة الكويتي على مشروع قانون الدين العام.
number | 9:23 | Kuwait's parliament rejected the public debt bill by 38 votes to 20.
negation | 9:24 | قال متحدث باسم الجيش الجزائري إنه لا صحة لتقارير عن مناورات مع روسيا.
negation | 9:24 | The Algerian army spokesman denied reports of joint exercises with Russia.
number | 9:25 | يرى 62% من الأردنيين أن اقتصاد بلادهم يسير في اتجاه خاطئ.
number | 9:25 | A poll showed that 62 percent of Jordanians believe the economy is going in the wrong direction.
synonym | 0:7 | تشارك دول أخرى أغلبها أوروبية بمئات الجنود في التحالف بالعراق.
capital | 3:7 | تسعى الحكومة العراقية إلى ألا يصير العراق من جديد ساحة معركة لقوى أجنبية.
name | 2:14 | رأى مستشار الأمن القومي العراقي قاسم الأعرجي في الضربات اعتداء صارخا على سيادة العراق.
part | 2:6 | هزم الجيش العراقي تنظيم داعش بعد سيطرته على مساحات واسعة من البلاد عام 2014.
passive | 2:9 | قتل شخص وجرح آخرون في القائم جراء الضربات.
synonym | 3:9 | يعتبر سياسيون المحادثات الفنية طريقة لكسب الوقت.
passive | 4:4 | نُقلت الرسالة الأمريكية عبر السفيرة الينا رومانسكي.
two | 0:15 0:16 | قال المسؤول إن المناقشات جارية منذ أشهر وإن التوقيت غير مرتبط بالهجمات.
number | 0:1 | أفادت 4 مصادر بأن واشنطن وبغداد على وشك الشروع في محادثات.
synonym | 1:13 | تعثرت العملية مع اندلاع حرب غزة بعد انطلاقها في العام الماضي.
name | 2:12 | Major General Yahya Rasool warned that the act undermines years of cooperation.
synonym | 2:11 | The strikes come as tensions continue over the war in Gaza between Israel and Hamas.
part | 2:19 | Austin's strikes were described as a direct response to attacks by Iran-sponsored militias.
synonym | 0:4 | The prime minister will study the message carefully.
negation | 3:10 | US officials have not set a timetable for the talks before.
synonym | 1:21 | The attacks were led by hardline Iraqi militias with close ties to Iran.
part | 2:21 | The Pentagon said more than 150 attacks have hit US and coalition forces since mid-October.
hedge | 4:14 | Officials hope that easing the pressure could help reduce attacks.
number | 1:4 | Three of the sources said Washington had dropped preconditions.
date | 3:14 | The United States came back in 2014 to lead an international coalition against Islamic State.
number | 9:26 | بلغ عجز الميزانية السعودية 34 مليار ريال في الربع الأول من 2025.
number | 9:26 | Saudi Arabia posted a budget deficit of 34 billion riyals in the first quarter of 2025.
name | 9:27 | أطلقت السلطات الموريتانية سراح الصحفي أحمد ولد سيدي.
number | 9:27 | Mauritania released a journalist on Wednesday evening after three days in detention.
hedge | 9:28 | ربما يتوقف المستشفى عن العمل خلال يومين.
negation | 9:28 | Most of the medical equipment is not working because of a fuel shortage, the hospital director said.
number | 9:29 | فاز الأهلي على الترجي 2-1 في ذهاب نهائي دوري الأبطال.
name | 9:29 | Egypt's Al Ahly beat Tunisia's Esperance by two goals to one in the first leg of the final.
number | 0:2 | ذكرت ثلاثة مصادر أن واشنطن أبلغت بغداد استعدادها لبدء المباحثات.
passive | 1:3 | The letter was handed to Iraq's foreign minister by the American ambassador on Wednesday.
synonym | 1:10 | تواجه البعثة في العراق ضغطا متناميا.
synonym | 1:22 | Officials hope that starting the talks will ease pressure on Sudani's government.
name | 2:8 | استهدفت الغارات كتائب حزب الله في جرف الصخر والقائم.
synonym | 2:13 | The spokesman called the strikes a blatant violation of Iraq's sovereignty.
part | 2:17 | استهدفت القوات الأميركية منشآت في العراق ردا على هجمات على عسكريين أميركيين.
date | 2:21 | Since mid-October, American and coalition forces have come under attack more than 150 times.
capital | 3:12 | ترى الولايات المتحدة أن مهمة التحالف بحاجة إلى إعادة تقييم.
date | 3:3 | The talks between the US and Iraq started in January.
part | 3:7 | تسعى بغداد إلى منع تحول العراق إلى ساحة معركة مجددا.
negation | 3:15 | The former Iraqi premier does not believe that the Americans want to leave entirely.
month | 4:3 | في آب 2023 أعلنت واشنطن وبغداد عزمهما إنشاء اللجنة العسكرية العليا.
name | 4:5 | Sudani chaired a meeting of the Ministerial Council for National Security attended by the foreign minister.
negation | 4:12 | لم ترد واشنطن أن تتفاوض على انسحاب محتمل تحت الهجمات.
part | 1:21 | The attacks were led by powerful hardline Iraqi militias with close links to Iran.
number | 0:6 | عدد الجنود الأميركيين في العراق ألفان وخمسمئة جندي.
number | 3:14 | Nine hundred American soldiers are in Syria.
passive | 0:3 | أُسقطت الشروط المسبقة المتعلقة بوقف الهجمات.
month | 2:21 | More than 150 attacks have hit the forces since mid-October.
date | 3:4 | أُسس التحالف في 2014 لمحاربة داعش.
name | 3:15 | قال العبادي للصحفيين إن الأمريكيين لا يريدون، في اعتقاده، انسحابا تاما.
name | 2:17 | Lloyd Austin, the US defense secretary, confirmed the strikes on facilities in Iraq.
negation | 1:6 | There is no imminent withdrawal of American troops and the outcome is unclear.
negation | 3:10 | لم يعلق البنتاغون على مستقبل المحادثات.
hedge | 3:11 | Some fear that the withdrawal of the forces may lead to a power vacuum.
hedge | 4:14 | قد تسهم المحادثات الرسمية في خفض الهجمات.
capital | 2:16 | أعلنت واشنطن مسؤوليتها عن الضربات.
capital | 3:3 | بدأت الحكومتان العراقية والأمريكية محادثات في كانون الثاني.
synonym | 0:9 | تزايدت الهجمات المتبادلة بين الفصائل المسلحة والقوات الأميركية منذ بدء حرب غزة.
synonym | 1:11 | The militias want to pressure the United States over its support for Israel.
part | 2:8 | Jurf al-Sakhar is some 60 km south of Baghdad.
part | 2:12 | اللواء يحيى رسول هو المتحدث باسم القائد الأعلى للقوات المسلحة العراقية.
part | 0:2 | Alina Romanowski is the US ambassador to Iraq.
two | 3:13 3:14 | The United States left Iraq in 2011 and returned in 2014.
synonym | 2:25 | Sudani has repeatedly called for the coalition forces to withdraw from Iraq.
number | 2:10 | بحسب مسؤول في الداخلية، قتل شخصان وأصيب آخرون.
number | 1:15 | According to two sources, the calculations have changed.
date | 2:6 | سيطر داعش في عام ٢٠١٤ على مناطق واسعة من العراق.
date | 0:10 | The latest of the American attacks came on Tuesday.
month | 0:13 | The dialogue was announced in August.
name | 4:4 | تسلمت الخارجية العراقية رسالة من الحكومة الأميركية عبر السفيرة رومانوسكي.
name | 2:14 | Qassem al-Araji is Iraq's national security adviser.
passive | 2:17 | American facilities were not hit; facilities in Iraq used by Iran-backed factions were targeted.
passive | 1:4 | تم التخلي عن الشروط المسبقة بحسب ثلاثة مصادر.
negation | 0:18 | أغلب الفصائل المهاجمة ليس لها تمثيل في البرلمان.
negation | 3:12 | Washington does not see the need to include the withdrawal of its military advisers in the talks.
hedge | 1:22 | The talks may reduce attacks on American forces, officials hope.
hedge | 3:1 | من الممكن أن تستمر المحادثات بعد الانتخابات الأمريكية.
capital | 2:11 | إسرائيل حليفة الولايات المتحدة، وحماس مدعومة من إيران.
synonym | 1:14 | خشيت واشنطن أن يشجع التغيير إيران ومنافسين آخرين في المنطقة.
synonym | 2:15 | He said the American side must press for an end to the aggression on Gaza.
part | 3:14 | There are American troops in Syria as well as Iraq.
part | 4:1 | التحالف الدولي لدحر داعش تقوده الولايات المتحدة.
two | 1:8 1:9 | The United States has 2,500 soldiers in Iraq, alongside hundreds from mostly European countries.
two | 2:22 2:21 | قالت المقاومة الإسلامية في العراق إنها مسؤولة عن أكثر من 150 هجوما.
"""
"""Seven tables, each written before the checks were run on it, and learned from afterwards. Lost at
first sight: 20 of 82 by the checks as they were; then, table by table as they grew, 11 of 34, 18
of 40, 6 of 24, 7 of 20 and 6 of 20."""

FALSE_BLIND = """
number | 0:6 | تنشر الولايات المتحدة ثلاثة آلاف وخمسمئة عسكري في العراق.
number | 3:14 | يوجد نحو ٢٥٠٠ جندي أمريكي في العراق و٧٠٠ جندي في سوريا.
number | 3:14 | يوجد 900 جندي أمريكي في العراق و2500 في سوريا.
number | 2:21 | تعرضت القوات الأميركية لأقل من 150 هجوما منذ منتصف أكتوبر.
number | 0:1 | قالت ثلاثة مصادر إن الولايات المتحدة والعراق بصدد بدء محادثات.
place | 2:23 | تعرضت قاعدة عين الأسد في غرب سوريا لهجوم بطائرات مسيرة.
place | 2:8 | تقع جرف الصخر على بعد ستين كيلومترا شمال بغداد.
date | 0:2 | سلمت السفيرة الرسالة إلى وزير الخارجية العراقي يوم الثلاثاء.
date | 3:12 | هُزم تنظيم داعش في العراق عام 2014.
month | 4:3 | أعلنت واشنطن وبغداد في أيلول 2023 نيتهما تشكيل اللجنة العسكرية العليا.
relative | 0:11 | كانت عملية التفاوض على وشك الانطلاق هذا العام لكن الحرب في غزة عطلتها.
relative | 3:15 | قال حيدر العبادي للصحفيين أمس إنه لا يعتقد أن الأمريكيين يريدون انسحابا كاملا.
negation | 0:5 | انسحاب القوات الأميركية وشيك بحسب المصادر.
negation | 2:14 | اعتبر قاسم الأعرجي أن الضربات الأميركية تساعد على التهدئة.
negation | 0:16 | يتعلق توقيت المحادثات بالهجمات التي حدثت مؤخرا.
role | 0:2 | سلم فؤاد حسين رسالة إلى السفيرة الأميركية آلينا رومانوسكي.
role | 2:7 | استنكرت واشنطن الضربات العراقية ووصفتها بأنها تصعيد غير مسؤول.
name | 2:11 | تدور الحرب في غزة بين إسرائيل وحركة فتح.
name | 2:8 | استهدفت الضربات حركة النجباء في منطقة جرف الصخر.
title | 2:17 | أكد وزير الخارجية الأميركي لويد أوستن أن القوات الأميركية استهدفت منشآت في العراق.
title | 3:15 | قال رئيس الوزراء العراقي الحالي حيدر العبادي إنه لا يعتقد أن الأمريكيين يريدون انسحابا كاملا.
hedge | 3:1 | ستستمر المحادثات إلى ما بعد الانتخابات الرئاسية الأمريكية في نوفمبر.
hedge | 0:12 | أكد مصدران أن الهجمات لن تتوقف أبدا.
quantity | 0:7 | جميع العسكريين من الدول الأخرى في التحالف أوروبيون.
quantity | 0:18 | كل الفصائل المنفذة للهجمات غير ممثلة في البرلمان أو الحكومة.
direction | 0:8 | يتعرض وجود المهمة في العراق لضغوط متناقصة.
direction | 3:13 | غزت الولايات المتحدة العراق بعد أن انسحبت منه في 2011.
direction | 1:13 | بدأت عملية الخروج عندما توقفت حرب غزة.
word | 0:6 | تنشر الولايات المتحدة 2500 عسكري في العراق لتقديم المشورة والمساعدة للقوات العراقية لضمان عودة تنظيم داعش.
word | 3:12 | تقول واشنطن إن مهمة التحالف تحتاج إلى تمويل جديد في ضوء هزيمة تنظيم داعش في العراق عام 2017.
cited | 0:8 | تنشر الولايات المتحدة 2500 عسكري في العراق.
mixture | 2:23 2:24 | تعرضت قاعدة عين الأسد لهجوم بصواريخ باليستية مساء الثلاثاء.
mixture | 3:13 3:12 | أطاحت الولايات المتحدة بصدام حسين عام 2017.
number | 0:6 | The United States deploys 3,500 soldiers in Iraq.
number | 3:14 | There are about 2,500 American soldiers in Iraq and nineteen hundred in Syria.
number | 0:10 | US forces came under about 115 attacks in Syria and Iraq.
number | 2:9 | The strikes in al-Qaim killed three people, according to the Popular Mobilization Forces.
place | 3:14 | There are 900 American soldiers in Jordan.
place | 2:8 | The strikes hit the al-Qaim area on the border with Iran.
date | 2:23 | Ain al-Asad base was attacked with drones on Monday evening.
date | 3:4 | The coalition was formed in 2016 to fight Islamic State.
month | 3:3 | Washington and Baghdad began talks in June.
month | 2:21 | US forces have faced more than 150 attacks since mid-November.
relative | 3:6 | The attacks have stopped for more than a week.
relative | 0:1 | Four sources said today that the US and Iraq are about to begin talks.
negation | 0:5 | The withdrawal of American forces is imminent.
negation | 3:12 | Washington sees a need for the talks to cover the withdrawal of US military advisers.
negation | 3:10 | The Pentagon commented on the future of the talks.
role | 0:2 | Iraqi Foreign Minister Fuad Hussein handed a message to the US ambassador.
role | 0:10 | US forces launched about 150 attacks on factions allied with Iran.
name | 2:11 | The war in Gaza is between Israel and Hezbollah.
name | 2:17 | US Defense Secretary Jim Mattis said US forces struck facilities in Iraq.
title | 2:14 | Iraqi interior minister Qassem al-Araji said the US strikes do not help calm.
title | 2:12 | Yahya Rasool, spokesman for the Foreign Ministry, warned of irresponsible escalation.
hedge | 3:1 | The talks will last beyond the US presidential election in November.
hedge | 0:19 | The start of the talks has reduced attacks on US forces.
quantity | 3:11 | All armed factions demand the immediate withdrawal of US forces.
quantity | 0:9 | Iraq is the only country allied with both Tehran and Washington.
direction | 0:8 | The mission's presence in Iraq is facing decreasing pressure.
direction | 3:6 | The attacks have increased for more than a month.
word | 2:18 | Washington is ready to take legal action to protect American personnel.
word | 1:14 | Washington was not willing to negotiate a possible deployment while coming under fire.
word | 3:7 | The Baghdad government is trying to prevent Iraq from becoming once more a training ground for foreign powers.
cited | 0:3 | The US ambassador delivered the letter on Wednesday.
mixture | 3:13 3:14 | The United States invaded Iraq in 2014.
mixture | 2:8 2:9 | The strikes in Jurf al-Sakhar killed one person and wounded others.
direction | 9:1 | خفض البنك المركزي المصري أسعار الفائدة بمقدار 200 نقطة أساس.
mixture | 9:1 | بلغ التضخم 21.25 بالمئة في فبراير.
date | 9:1 | Egypt's central bank raised interest rates on Tuesday.
role | 9:2 | فاز المنتخب البرتغالي على نظيره المغربي بهدف دون رد.
word | 9:2 | Morocco became the first African team to reach the World Cup final.
hedge | 9:3 | أكدت منظمة الصحة العالمية أن عدد الإصابات سيتضاعف مع موسم الأمطار.
number | 9:3 | Sudan recorded 658 deaths and 28 cases within a month.
word | 9:3 | حذرت منظمة الصحة العالمية من تفشي الملاريا في السودان.
direction | 9:4 | تتوقع الأرصاد الأردنية ارتفاعا في درجات الحرارة يوم السبت.
direction | 9:4 | Scattered rain is possible in the south of the kingdom.
unit | 9:5 | تبلغ قيمة عقد أرامكو مع هيونداي 3.3 مليون دولار.
unit | 9:5 | Aramco signed a contract worth 3.3 billion euros with Hyundai.
date | 9:5 | The project is due to be completed in 2025.
quantity | 9:6 | لم يتلق أي مستشفى عام اللقاحات التي وعدت بها الوزارة.
negation | 9:6 | Most public hospitals have received the vaccines promised in April.
direction | 9:7 | ارتفعت صادرات لبنان بنسبة 12 في المئة في النصف الأول من 2022.
number | 9:7 | Lebanon's exports fell 12 percent in the second half of 2022.
role | 9:8 | اتهمت فرنسا الرئيس الجزائري عبد المجيد تبون بعرقلة الاتفاق.
negation | 9:8 | Paris confirmed that it obstructed the agreement.
name | 9:9 | أقال نادي النصر السعودي مدربه رامون دياز.
name | 9:9 | Al-Hilal sacked its Brazilian coach Ramon Diaz.
month | 9:10 | ضرب الزلزال المغرب في تشرين الثاني 2023.
number | 9:10 | Qatar allocated three million dollars for those affected by the earthquake.
number | 2:8 | تقع جرف الصخر على بعد نحو سبعين كيلومترا جنوب بغداد.
number | 2:10 | قال مسؤول في وزارة الداخلية إن أربعة أشخاص قتلوا.
place | 3:14 | يوجد نحو 2500 جندي أمريكي في سوريا.
month | 3:1 | قد تستمر المحادثات إلى ما بعد الانتخابات الأمريكية المقررة في ديسمبر.
relative | 4:11 | كان من المفترض أن تنطلق المناقشات رسميا في العام المقبل.
negation | 1:14 | كانت واشنطن مستعدة للتفاوض على انسحاب محتمل أثناء تعرضها لإطلاق النار.
negation | 3:16 | يرى العبادي رغبة لدى قوى سياسية عراقية في الاستغناء الكامل عن الأمريكيين.
role | 2:14 2:15 | قال الأعرجي إن على الجانب العراقي الضغط لإيقاف العدوان على غزة.
name | 2:22 | أعلنت حركة حماس مسؤوليتها عن تلك الهجمات.
title | 0:2 | سلمت السفيرة الأميركية الرسالة إلى وزير الداخلية العراقي فؤاد حسين.
hedge | 4:14 | سيؤدي بدء المحادثات الرسمية إلى تقليل الهجمات وتحسين الوضع السياسي والأمني في العراق.
quantity | 1:9 | كل الجنود الآخرين في التحالف من دول أوروبية.
direction | 0:9 | يشهد العراق انخفاضا في الهجمات المتبادلة بين فصائل مسلحة والقوات الأميركية منذ اندلاع الحرب في غزة.
word | 0:14 | ستسمح اللجنة بالتقييم المشترك لقدرة قوات الأمن العراقية على حماية تنظيم داعش.
word | 2:25 | كرر السوداني دعوته إلى تمديد مهمة قوات التحالف الدولي في العراق.
mixture | 3:3 3:4 | بدأت المحادثات بين واشنطن وبغداد عام 2014.
number | 2:21 | American and coalition forces have faced more than 250 attacks since mid-October.
number | 0:3 | Five sources said Washington dropped its preconditions.
direction | 2:23 | The Ain al-Asad base lies in eastern Iraq.
date | 3:13 | The United States withdrew from Iraq in 2013.
relative | 3:15 | Haider al-Abadi told reporters last month that he does not believe the Americans want a full withdrawal.
negation | 0:16 | The timing is linked to the recent attacks.
role | 3:13 | Iraq invaded the United States in 2003.
role | 1:11 | Militias are pressing Iran over its support for Israel.
name | 3:15 | Former prime minister Nouri al-Maliki said the Americans do not want a full withdrawal.
title | 2:17 | US President Lloyd Austin said American forces struck facilities used by armed factions.
hedge | 0:13 | The US and Iraq have agreed to begin the dialogue of the Higher Military Commission.
quantity | 0:18 | None of the factions behind the attacks has influence on decision making.
direction | 0:19 | Officials hope talks will increase political pressure on Sudani's government.
word | 0:1 | Four sources said the US and Iraq are about to begin talks on expanding the mission of the military coalition.
word | 3:9 | Politicians see the technical talks as a way to gain territory.
mixture | 2:23 2:24 | Ain al-Asad was hit by ballistic missiles on Tuesday.
direction | 9:11 | قررت أوبك بلس زيادة إنتاج النفط بمقدار مليوني برميل يوميا.
unit | 9:11 | OPEC+ decided to cut oil output by two million barrels per week.
unit | 9:12 | أجلت الكويت الامتحانات النهائية شهرين بسبب العواصف الرملية.
word | 9:12 | Kuwait cancelled final exams because of sandstorms.
hedge | 9:13 | ستشتري الخطوط الملكية المغربية عشر طائرات جديدة من طراز بوينغ 787 قبل نهاية العام.
name | 9:13 | Royal Air Maroc may buy ten new Airbus aircraft before the end of the year.
negation | 9:14 | أظهرت الدراسة أن الدواء الجديد يقلل خطر الإصابة بالسكتة القلبية.
number | 9:14 | The study covered 2,100 patients.
date | 9:15 | توفي محمود درويش في 9 أغسطس 2018 في هيوستن.
name | 9:15 | Lebanese poet Mahmoud Darwish died in Houston.
number | 9:16 | لقي سبعة عشر شخصا مصرعهم في تصادم حافلة وشاحنة جنوب القاهرة.
number | 9:16 | Twenty-three people were killed in the crash south of Cairo.
month | 9:17 | تستأنف الخطوط القطرية رحلاتها إلى دمشق في السابع من شباط.
place | 9:17 | Qatar Airways will resume flights to Beirut on January 7.
unit | 9:18 | ارتفعت احتياطيات مصرف لبنان إلى 10.7 مليارات ليرة.
direction | 9:18 | The central bank's foreign currency reserves fell to $10.7 billion.
name | 9:19 | فازت الروائية العراقية جوخة الحارثي بجائزة مان بوكر الدولية.
quantity | 9:19 | Jokha al-Harthi is the only Arab writer to win the prize.
number | 9:20 | حكمت محكمة تونسية على رجل أعمال بالسجن ثمانية عشر عاما.
negation | 9:20 | A Tunisian court acquitted a businessman of tax evasion.
number | 9:21 | أدت الفيضانات إلى تشريد أكثر من 12 ألف شخص غرب السودان.
word | 9:21 | Drought displaced more than 12 thousand families in Kassala.
hedge | 9:22 | زادت أدنوك طاقتها الإنتاجية إلى خمسة ملايين برميل يوميا.
date | 9:22 | ADNOC intends to raise its capacity to five million barrels per day by 2030.
negation | 9:23 | أقر البرلمان الكويتي مشروع قانون الدين العام بأغلبية 38 صوتا.
number | 9:23 | Kuwait's parliament rejected the bill by 48 votes to 20.
negation | 9:24 | أكد المتحدث باسم الجيش الجزائري إجراء مناورات مشتركة مع روسيا.
place | 9:24 | The Algerian army denied reports of exercises near the Tunisian border.
mixture | 9:25 | قال 54 بالمئة من الأردنيين إن الوضع يسير في الاتجاه الخاطئ هذا العام.
word | 9:25 | A poll showed that 62 percent of Jordanians believe the security situation is heading in the wrong direction.
role | 2:19 | وصفت الميليشيات هجماتها بأنها رد مباشر على الضربات الأميركية.
title | 2:14 | قال وزير الدفاع العراقي قاسم الأعرجي إن الضربات لا تساعد على التهدئة.
relative | 0:11 | كانت العملية على وشك الانطلاق الشهر الماضي لكن الحرب عطلتها.
hedge | 0:5 | ستستغرق المحادثات عدة أشهر بالتأكيد.
quantity | 2:22 | أعلنت كل الفصائل المسلحة الموالية لإيران مسؤوليتها عن تلك الهجمات.
direction | 4:12 | كانت واشنطن ترغب في التفاوض على انسحاب محتمل بينما تتعرض لهجمات.
word | 2:20 | أشارت القيادة العسكرية الأميركية إلى أن الضربات استهدفت مستشفيات تستخدمها كتائب حزب الله.
name | 2:11 | تدور الحرب في غزة بين إسرائيل وحزب الله اللبناني.
date | 2:24 | استهدفت القاعدة بصواريخ باليستية يوم الجمعة.
cited | 2:13 | قال وزير الدفاع الأميركي لويد أوستن إنه لا يريد تصعيد الصراع.
role | 2:7 | The United States denounced the Iraqi strikes as an irresponsible escalation.
title | 0:2 | The US ambassador handed the letter to Iraqi Defence Minister Fuad Hussein.
number | 2:8 | Jurf al-Sakhar is about six kilometres south of Baghdad.
hedge | 3:11 | The departure of US forces has led to a power vacuum.
direction | 1:10 | The mission's presence in Iraq has come under less pressure.
relative | 3:15 | Abadi told reporters this week that the Americans do not want a full withdrawal.
word | 2:25 | Sudani repeated his call for the training of coalition forces in Iraq.
negation | 0:17 | The United States will give up its right to self-defence during the talks.
name | 2:22 | Kataib Hezbollah claimed responsibility for those attacks.
role | 3:12 | Islamic State defeated Washington in Iraq in 2017.
unit | 9:26 | بلغ عجز الميزانية السعودية 34 مليون ريال في الربع الأول من 2025.
direction | 9:26 | Saudi Arabia posted a budget surplus of 34 billion riyals in the first quarter of 2025.
negation | 9:27 | اعتقلت السلطات الموريتانية الصحفي أحمد ولد سيدي مساء الأربعاء بعد احتجازه ثلاثة أيام.
title | 9:27 | The journalist was held over an article criticising the defence minister.
hedge | 9:28 | سيتوقف المستشفى عن العمل خلال 48 ساعة.
quantity | 9:28 | All of the medical equipment is not working, the hospital director said.
role | 9:29 | تغلب الترجي التونسي على الأهلي المصري بهدفين مقابل هدف.
number | 9:29 | Al Ahly beat Esperance by three goals to one.
mixture | 9:26 | بلغ العجز 12.4 مليار ريال في الربع الأول من عام 2025.
role | 1:3 | The Iraqi foreign minister handed the letter to the American ambassador on Wednesday.
direction | 1:10 | تراجعت الضغوط على وجود البعثة في العراق.
direction | 1:22 | Officials hope that starting the talks will increase attacks on US forces.
name | 2:8 | استهدفت الغارات سرايا السلام في جرف الصخر.
word | 2:13 | The spokesman called the strikes a necessary defence of Iraq's sovereignty.
place | 2:17 | استهدفت القوات الأميركية منشآت في إيران تستخدمها فصائل مسلحة.
date | 2:21 | Since mid-September, American forces have faced more than 150 attacks.
negation | 3:12 | ترى واشنطن ضرورة في أن تشمل المحادثات مسألة انسحاب المستشارين.
relative | 3:6 | The attacks stopped last week to give negotiations a chance.
word | 3:7 | تحاول الحكومة في بغداد جعل العراق مرة أخرى ساحة قتال للقوى الأجنبية.
title | 3:15 | Iraqi foreign minister Haider al-Abadi said the Americans do not want a full withdrawal.
relative | 4:11 | كان من المفترض أن تنطلق المناقشات هذا العام لكن الحرب أدت إلى تعثرها.
role | 4:5 | The foreign minister chaired a meeting of the Ministerial Council for National Security attended by Sudani.
word | 3:5 | جاء القرار بعد اتفاقات متبادلة بين القوات الأمريكية وفصائل مسلحة.
quantity | 3:11 | All Sunni and Kurdish parties want the immediate withdrawal of US forces.
number | 0:6 | عدد الجنود الأميركيين في العراق ألف وخمسمئة جندي.
number | 3:14 | Nine thousand American soldiers are in Syria.
negation | 0:3 | لم تسقط الولايات المتحدة شروطها المسبقة.
direction | 2:21 | Fewer than 150 attacks have hit the forces since mid-October.
date | 3:4 | أُسس التحالف في 2017 لمحاربة داعش.
name | 3:15 | قال السوداني للصحفيين إنه لا يعتقد أن الأمريكيين يريدون انسحابا كاملا.
title | 2:17 | Lloyd Austin, the US secretary of state, confirmed the strikes on facilities in Iraq.
negation | 1:6 | The withdrawal of American troops is imminent but the outcome is unclear.
negation | 3:10 | حدد المسؤولون الأمريكيون جدولا زمنيا للمحادثات.
hedge | 3:11 | The withdrawal of the forces will lead to a power vacuum.
hedge | 4:14 | أسهمت المحادثات الرسمية في خفض الهجمات.
role | 2:16 | أعلنت بغداد مسؤوليتها عن الضربات.
month | 3:3 | بدأت واشنطن وبغداد محادثات في شباط.
direction | 0:9 | تراجعت الهجمات المتبادلة بين الفصائل المسلحة والقوات الأميركية منذ بدء حرب غزة.
word | 1:11 | The militias want to thank the United States over its support for Israel.
direction | 2:8 | Jurf al-Sakhar is some 60 km west of Baghdad.
title | 2:12 | اللواء يحيى رسول هو وزير الدفاع العراقي.
place | 0:2 | Alina Romanowski is the US ambassador to Jordan.
mixture | 3:13 3:14 | The United States left Iraq in 2014.
word | 2:25 | Sudani has repeatedly called for the coalition forces to remain in Iraq.
number | 2:10 | بحسب مسؤول في الداخلية، قتل خمسة أشخاص.
number | 1:15 | According to six sources, the calculations have changed.
date | 2:6 | سيطر داعش في عام ٢٠١٦ على مناطق واسعة من العراق.
date | 0:10 | The latest of the American attacks came on Thursday.
month | 0:13 | The dialogue was announced in March.
name | 4:4 | تسلمت الخارجية العراقية رسالة من الحكومة البريطانية عبر السفيرة رومانوسكي.
title | 2:14 | Qassem al-Araji is Iraq's prime minister.
negation | 2:17 | لم تستهدف القوات الأميركية منشآت في العراق.
number | 1:4 | تم التخلي عن الشروط المسبقة بحسب سبعة مصادر.
quantity | 0:18 | جميع الفصائل المهاجمة ليس لها تمثيل في البرلمان.
word | 3:12 | Washington says the coalition's mission needs more money after the defeat of Islamic State in 2017.
hedge | 1:22 | The talks reduced attacks on American forces.
hedge | 3:1 | تأكد أن المحادثات ستستمر بعد الانتخابات الأمريكية.
role | 2:11 | حماس حليفة الولايات المتحدة، وإسرائيل مدعومة من إيران.
direction | 1:14 | أرادت واشنطن أن يشجع التغيير إيران ومنافسين آخرين في المنطقة.
role | 2:15 | He said the Iraqi side must press for an end to the aggression on Gaza.
place | 3:14 | There are American troops in Lebanon as well as Iraq.
role | 4:1 | التحالف الدولي لدحر داعش يقوده العراق.
mixture | 1:8 1:9 | European countries have 2,500 soldiers in Iraq.
relative | 3:15 | قال العبادي للصحفيين الشهر الماضي إنه لا يعتقد أن الأمريكيين يريدون انسحابا كاملا.
"""
"""As TRUE_BLIND. Caught at first sight: 52 of 89 by the checks as they were; then 37 of 42, 35 of 40,
21 of 24, 18 of 20 and 20 of 20."""

NEWS_WRITTEN = """
أعلنت وزارة الزراعة العراقية الثلاثاء أن إنتاج القمح بلغ 5.2 ملايين طن هذا الموسم، بزيادة 18 بالمئة عن الموسم الماضي.
قال وزير الخارجية الأردني أيمن الصفدي إن بلاده لن تستقبل مزيدا من اللاجئين السوريين ما لم يزد الدعم الدولي.
أطلقت الإمارات في يوليو 2020 مسبار الأمل إلى المريخ على متن صاروخ ياباني، ووصل إلى مداره في فبراير 2021.
أدى انهيار سدين في مدينة درنة الليبية إلى مقتل أكثر من 4 آلاف شخص وفقدان الآلاف في سبتمبر 2023.
وافق صندوق النقد الدولي على قرض لباكستان بقيمة 3 مليارات دولار على مدى تسعة أشهر.
انتقدت منظمة هيومن رايتس ووتش السلطات المصرية بسبب احتجاز صحفيين، لكن القاهرة نفت وجود أي معتقلين سياسيين.
فاز فريق الاتحاد السعودي على ضيفه الوحدة بثلاثة أهداف مقابل هدف واحد في جدة مساء الجمعة.
تخطط شركة سوناطراك الجزائرية لاستثمار 40 مليار دولار بين عامي 2022 و2026، معظمها في استكشاف الغاز وإنتاجه.
ألغى المغرب احتفالات عيد الأضحى هذا العام بسبب الجفاف وتراجع أعداد الماشية بنسبة 38 بالمئة.
أغلقت إسرائيل معبر كرم أبو سالم يوم الأحد بعد هجوم صاروخي تبنته حركة حماس وأسفر عن مقتل ثلاثة جنود.
قالت رئيسة المفوضية الأوروبية أورسولا فون دير لاين إن الاتحاد سيقدم لتونس مئة مليون يورو لمكافحة الهجرة غير النظامية.
افتتح الرئيس المصري عبد الفتاح السيسي المتحف المصري الكبير بالقرب من أهرامات الجيزة بحضور قادة عشرات الدول.
اندلع حريق في مصفاة بيجي شمال العراق من دون أن يوقع ضحايا، ولم يتأثر الإنتاج، بحسب وزارة النفط.
توقع البنك الدولي أن ينمو اقتصاد السعودية بنسبة 2.8 بالمئة في 2025 بعد انكماش في العام السابق.
اتفق السودان وجنوب السودان على استئناف ضخ النفط عبر ميناء بورتسودان بعد توقف دام عشرة أشهر.
"""
"""Sentences on still other subjects, `8:1` the first, for the two tables below."""

TRUE_WRITTEN = """
ar | 0:1 | وفقا لأربعة مصادر، الولايات المتحدة والعراق بصدد بدء محادثات لإنهاء مهمة التحالف العسكري في العراق.
ar | 0:1 | تقود الولايات المتحدة التحالف العسكري في العراق، وقد تعثرت عملية إنهاء مهمته بسبب الحرب في قطاع غزة.
ar | 0:2 | نقلت الولايات المتحدة استعدادها لبدء المحادثات في رسالة سلمتها السفيرة آلينا رومانوسكي لوزير الخارجية فؤاد حسين، وفقا لثلاثة مصادر.
ar | 0:3 0:1 | أسقطت واشنطن شروطها المسبقة بأن توقف الفصائل العراقية المسلحة الهجمات عليها أولا، بحسب ثلاثة مصادر.
ar | 0:4 | قالت الخارجية العراقية إن رئيس الوزراء سيدرس الرسالة بعناية.
ar | 0:4 0:2 | تسلمت الخارجية العراقية رسالة مهمة من السفيرة الأميركية، وسيدرسها رئيس الوزراء بعناية.
ar | 0:5 | نتيجة المحادثات غير واضحة، وانسحاب القوات الأمريكية ليس وشيكا.
ar | 0:5 | يُتوقع أن تستغرق المحادثات بين الولايات المتحدة والعراق عدة أشهر إن لم يكن أكثر.
ar | 0:6 | للولايات المتحدة حاليا 2500 عسكري في العراق يقدمون المشورة والمساعدة للقوات العراقية.
ar | 0:6 | سيطر تنظيم داعش على مساحات شاسعة من العراق وسوريا في عام 2014 قبل أن يُهزم لاحقا.
ar | 0:7 | يوجد في العراق أيضا مئات العسكريين من دول أخرى، أغلبها أوروبية، ضمن التحالف.
ar | 0:8 0:7 | تتعرض مهمة التحالف في العراق لضغوط متزايدة.
ar | 0:9 | تصاعدت الهجمات المتبادلة بين الفصائل المسلحة والقوات الأميركية في العراق منذ اندلاع الحرب في غزة.
ar | 0:10 | شنت فصائل متحالفة مع إيران نحو ١٥٠ هجوما على القوات الأميركية في سوريا والعراق.
ar | 0:10 | ردت الولايات المتحدة بسلسلة من الهجمات كان آخرها يوم الثلاثاء.
ar | 0:11 | دعا السوداني إلى سرعة خروج قوات التحالف عبر المفاوضات.
ar | 0:12 | وفقا لمصدرين، الهجمات لن تتوقف على الأرجح والوضع الراهن يؤدي إلى تصعيد مطرد.
ar | 0:13 0:14 | قال مسؤول أمريكي إن الولايات المتحدة والعراق قريبان من الاتفاق على بدء حوار اللجنة العسكرية العليا، وإن اللجنة ستسمح بتقييم مشترك لقدرة القوات العراقية على قتال داعش.
ar | 0:16 0:13 | أكد المسؤول الأمريكي أن توقيت المحادثات لا يتعلق بالهجمات الأخيرة.
ar | 0:17 0:15 | قال المسؤول إن الولايات المتحدة ستحتفظ بحقها في الدفاع عن النفس خلال المحادثات.
ar | 0:19 | يأمل مسؤولون عراقيون وأميركيون أن تخفف المحادثات الضغط السياسي على حكومة السوداني.
ar | 1:1 1:2 | ستبدأ الولايات المتحدة والعراق محادثات بشأن إنهاء التحالف العسكري الدولي واستبداله بعلاقات ثنائية.
ar | 1:4 | كانت الشروط المسبقة أن تتوقف أولا هجمات الجماعات المسلحة العراقية المدعومة من إيران.
ar | 1:8 | يمنع 2500 جندي أمريكي عودة تنظيم داعش عبر تقديم المشورة والمساعدة للقوات المحلية في العراق.
ar | 1:11 | تسعى الميليشيات إلى الضغط على الولايات المتحدة بسبب دعمها لإسرائيل.
ar | 1:11 | العراق حليف نادر لكل من طهران وواشنطن.
ar | 1:12 | تعرضت القوات الأمريكية في العراق وسوريا لنحو 150 هجوما من مسلحين متحالفين مع إيران.
ar | 1:13 | توقفت عملية التفاوض على خروج قوات التحالف عندما بدأت حرب غزة.
ar | 1:14 | لم تكن الولايات المتحدة مستعدة للتفاوض على الانسحاب أثناء تعرضها لإطلاق النار خوفا من أن يبدو أي تغيير قسريا.
ar | 1:21 | الهجمات قادتها ميليشيات عراقية متشددة لها صلات وثيقة بإيران.
ar | 1:22 | يأمل المسؤولون أن يؤدي بدء المحادثات رسميا إلى تقليل الهجمات على القوات الأمريكية.
ar | 2:1 | ذكرت رويترز نقلا عن أربعة مصادر أن الولايات المتحدة والعراق سيبدآن محادثات بشأن إنهاء مهمة التحالف.
ar | 2:3 | سلمت السفيرة الأميركية آلينا رومانوسكي رسالة لوزير الخارجية العراقي فؤاد حسين الأربعاء.
ar | 2:6 | سيطر داعش على مساحات شاسعة من العراق عام 2014 ثم هزمه الجيش العراقي.
ar | 2:7 | وصفت بغداد الضربات الأميركية بأنها تصعيد غير مسؤول.
ar | 2:8 | استهدفت الضربات الأميركية كتائب حزب الله في جرف الصخر والقائم، بحسب مصادر عراقية.
ar | 2:9 2:10 | قال الحشد الشعبي إن الضربات أسفرت عن قتيل وجرحى، بينما قال مسؤول في وزارة الداخلية إن شخصين قتلا.
ar | 2:12 | حذر المتحدث باسم القائد الأعلى للقوات المسلحة العراقية من تصعيد غير مسؤول.
ar | 2:14 | قال الأعرجي إن الضربات الأميركية لا تساعد على التهدئة.
ar | 2:17 | قال وزير الدفاع الأميركي إن القوات الأميركية استهدفت منشآت تستخدمها فصائل مدعومة من إيران ردا على هجمات استهدفت عسكريين أميركيين.
ar | 2:18 2:17 | قال أوستن إن بلاده لا تريد تصعيد الصراع في المنطقة.
ar | 2:18 | واشنطن مستعدة لاتخاذ إجراءات إضافية لحماية الأفراد الأميركيين، لكنها لا تريد تصعيد الصراع.
ar | 2:20 | وفقا لسنتكوم، استهدفت الضربات مواقع ومستودعات وقواعد تدريب تستخدمها كتائب حزب الله.
ar | 2:21 | وفقا للبنتاغون، تعرضت القوات الأميركية وقوات التحالف في العراق وسوريا لأكثر من 150 هجوما منذ منتصف أكتوبر.
ar | 2:22 2:21 | تبنت المقاومة الإسلامية في العراق الهجمات على القوات الأميركية.
ar | 2:23 | تعرضت قاعدة عين الأسد لهجوم بطائرات مسيرة مساء الثلاثاء أدى إلى إصابات وأضرار.
ar | 2:25 | دعا رئيس الوزراء العراقي مرات عدة إلى انسحاب قوات التحالف الدولي من العراق.
ar | 3:1 | قال مسؤول عراقي كبير إن المحادثات بين الولايات المتحدة والعراق قد تستمر لما بعد الانتخابات الرئاسية الأمريكية في نوفمبر.
ar | 3:3 | بدأت المحادثات بين الولايات المتحدة والعراق في يناير لإعادة تقييم وجود التحالف.
ar | 3:4 | تأسس التحالف عام ٢٠١٤ للمساعدة في قتال داعش.
ar | 3:6 3:5 | توقفت الهجمات المتبادلة بين القوات الأمريكية والفصائل المسلحة منذ أكثر من شهر لإتاحة فرصة للمفاوضات.
ar | 3:10 | لم يضع المسؤولون الأمريكيون جدولا زمنيا للمحادثات، ورفض البنتاجون التعليق.
ar | 3:11 | تخشى أحزاب سنية وكردية أن يؤدي رحيل القوات الأمريكية إلى فراغ في السلطة.
ar | 3:12 | لا ترى واشنطن ضرورة في أن تشمل المحادثات انسحاب المستشارين العسكريين الأمريكيين.
ar | 3:13 3:14 | غزت الولايات المتحدة العراق عام 2003 وانسحبت منه في 2011، ثم عادت في 2014 على رأس تحالف دولي.
ar | 3:14 | يوجد حاليا نحو 2500 جندي أمريكي في العراق و900 جندي في سوريا.
ar | 3:15 | لا يعتقد حيدر العبادي أن الأمريكيين يريدون انسحابا كاملا.
ar | 4:1 | قال متحدث باسم الخارجية الأميركية إن واشنطن وبغداد اقتربتا من التوافق على بدء عمل اللجنة العسكرية العليا.
ar | 4:4 | نقلت السفيرة الأمريكية رسالة مهمة من حكومتها إلى وزارة الخارجية العراقية.
ar | 4:11 | كان من المفترض أن تبدأ المناقشات رسميا العام الماضي، لكنها تعثرت بسبب الحرب في غزة.
en | 0:1 | According to four sources, the United States and Iraq are about to begin talks to end the mission of the US-led military coalition in Iraq.
en | 0:2 | The US conveyed its readiness to start talks to the Iraqi government in a letter delivered by US Ambassador Alina Romanowski to Foreign Minister Fuad Hussein.
en | 0:3 | According to three sources, the US dropped its preconditions that Iraqi armed factions first stop attacks against it.
en | 0:4 | The Iraqi Foreign Ministry said it received an important letter and that the prime minister will study it carefully.
en | 0:5 | The talks are expected to take several months, if not longer.
en | 0:5 | The outcome of the talks is unclear and a US withdrawal is not imminent.
en | 0:6 | As of now, the US has 2,500 troops in Iraq to advise and assist Iraqi forces.
en | 0:6 | ISIS seized large areas of Iraq and Syria in 2014 before its later defeat.
en | 0:7 | Hundreds of troops from other countries, mostly European, are also in Iraq as part of the US-led coalition.
en | 0:8 0:7 | The coalition's presence in Iraq is under growing pressure.
en | 0:9 | Iraq is one of the few countries allied with both Tehran and Washington.
en | 0:10 | US forces in Syria and Iraq have come under about 150 attacks by Iran-aligned factions.
en | 0:10 | The United States responded with a series of strikes, the latest on Tuesday.
en | 0:11 | Rising violence led Iraqi Prime Minister Mohammed Shia al-Sudani to call for the quick exit of coalition forces through negotiations.
en | 0:12 | Two sources said the attacks are unlikely to stop and that the current situation leads to steady escalation.
en | 0:13 0:14 | A US official said that the US and Iraq are close to agreeing on starting the Higher Military Commission dialogue announced in August.
en | 0:14 | The commission will allow a joint assessment of the ability of Iraqi security forces to fight ISIS.
en | 0:16 0:15 | The official said the timing is not related to the recent attacks.
en | 0:17 | The US will retain its full right to self-defense during the talks.
en | 0:19 | Iraqi and American officials hope that the start of talks will ease political pressure on the Sudani government.
en | 1:2 | The US and Iraq are set to begin talks on ending the US-led international military coalition in Iraq and replacing it with bilateral relations.
en | 1:4 | Three sources said Washington dropped preconditions that attacks by Iran-backed Iraqi armed groups stop first.
en | 1:8 | The United States Has 2,500 Soldiers In Iraq Who Advise And Assist Local Forces.
en | 1:11 | Militias seek to pressure the United States over its support for Israel.
en | 1:12 | American forces in Iraq and Syria have been attacked about 150 times by Iran-aligned militants.
en | 1:13 | The process stopped when the Gaza war began.
en | 1:14 | Washington was not ready to negotiate a possible withdrawal while under fire.
en | 1:21 | The attacks were led by hardline Iraqi militias with close ties to Iran.
en | 2:1 | Four sources told Reuters that the US and Iraq are about to start talks on ending the coalition mission.
en | 2:6 | The Islamic State took over large parts of Iraq in 2014 before it was defeated by the Iraqi army.
en | 2:7 | Baghdad condemned the US strikes and described them as an irresponsible escalation.
en | 2:8 | The strikes targeted Kataib Hezbollah in Jurf al-Sakhar, about 60 kilometers south of Baghdad, and in al-Qaim near the Syrian border.
en | 2:9 | The strikes in al-Qaim killed one person and wounded others, according to the Popular Mobilization Forces.
en | 2:10 | An Interior Ministry official said two people were killed and others were wounded.
en | 2:12 | Yahya Rasool, spokesman for the commander in chief of the Iraqi armed forces, warned of an irresponsible escalation.
en | 2:14 | National Security Adviser Qasim al-Araji said the US strikes do not help calm.
en | 2:16 | The US claimed responsibility for the strikes.
en | 2:17 | US Defense Secretary Lloyd Austin said US forces targeted facilities in Iraq used by Iran-backed armed factions.
en | 2:17 | The strikes were in response to attacks on American personnel in Iraq and Syria.
en | 2:18 2:17 | Austin said the US does not want to escalate the conflict in the region.
en | 2:20 | CENTCOM said the strikes targeted sites, warehouses and training bases used by Kataib Hezbollah.
en | 2:21 | The Pentagon said US and coalition forces in Iraq and Syria have been attacked more than 150 times since mid-October.
en | 2:22 | The Islamic Resistance in Iraq claimed responsibility for those attacks.
en | 2:23 | Ain al-Asad air base in western Iraq was attacked with drones on Tuesday evening.
en | 2:24 | The base was also hit with ballistic missiles on Saturday.
en | 2:25 | The Iraqi prime minister has repeatedly called for the withdrawal of international coalition forces from Iraq.
en | 3:1 | A senior Iraqi official reportedly said the talks may continue until after the US presidential elections in November.
en | 3:3 | Washington and Baghdad began talks in January to reassess the presence of the coalition in Iraq.
en | 3:4 | The coalition was formed in 2014 to help fight ISIS.
en | 3:6 | The attacks have stopped for more than a month to give negotiations a chance.
en | 3:8 3:7 | Iraq is a rare ally of both Tehran and Washington.
en | 3:10 | The Pentagon declined to comment on the future of the talks between the US and Iraq.
en | 3:11 | Hardline armed factions demand the immediate withdrawal of US forces, while Sunni and Kurdish parties fear a power vacuum.
en | 3:12 | Washington does not see a need for the talks to include the withdrawal of US military advisers.
en | 3:13 | The US invaded Iraq in 2003, toppled Saddam Hussein and withdrew in 2011.
en | 3:14 | There are currently about 2,500 US soldiers in Iraq and 900 in Syria on an advise-and-assist mission.
en | 3:15 | Former Prime Minister Haider al-Abadi said he does not believe that the Americans want a full withdrawal.
en | 4:1 | A US State Department spokesperson said Washington and Baghdad are close to agreement on starting the work of the Higher Military Commission.
en | 4:3 | Washington and Baghdad announced in August 2023 their intention to form the Higher Military Commission.
en | 4:5 | Al-Sudani chaired a meeting of the Ministerial Council for National Security attended by the foreign minister.
ar | 8:1 | بلغ إنتاج العراق من القمح 5.2 ملايين طن هذا الموسم، وفقا لوزارة الزراعة العراقية.
en | 8:1 | Iraq's wheat production reached 5.2 million tons this season, up 18% from last season.
ar | 8:2 | قال الصفدي إن الأردن لن يستقبل مزيدا من اللاجئين السوريين ما لم يزد الدعم الدولي.
en | 8:2 | Jordan's Foreign Minister Ayman Safadi said his country will not receive more Syrian refugees unless international support increases.
ar | 8:3 | وصل مسبار الأمل الإماراتي إلى مدار المريخ في فبراير ٢٠٢١.
en | 8:3 | The UAE launched the Hope Probe to Mars in July 2020 on a Japanese rocket.
ar | 8:4 | قُتل أكثر من 4 آلاف شخص في درنة بعد انهيار سدين في سبتمبر 2023.
en | 8:4 | The collapse of two dams in the Libyan city of Derna killed more than 4,000 people in September 2023.
ar | 8:5 | ستحصل باكستان على قرض بقيمة 3 مليارات دولار من صندوق النقد الدولي.
en | 8:5 | The International Monetary Fund approved a $3 billion loan for Pakistan over nine months.
ar | 8:6 | نفت القاهرة وجود معتقلين سياسيين بعد انتقادات هيومن رايتس ووتش.
en | 8:6 | Human Rights Watch criticized Egyptian authorities over the detention of journalists.
ar | 8:7 | تغلب الاتحاد على الوحدة بثلاثة أهداف مقابل هدف في جدة.
en | 8:7 | Al-Ittihad beat Al-Wahda by three goals to one in Jeddah on Friday evening.
ar | 8:8 | تعتزم سوناطراك استثمار 40 مليار دولار بين 2022 و2026.
en | 8:8 | Algeria's Sonatrach plans to invest $40 billion between 2022 and 2026, mostly in gas exploration and production.
ar | 8:9 | تراجعت أعداد الماشية في المغرب بنسبة 38%، فألغيت احتفالات عيد الأضحى هذا العام.
en | 8:9 | Morocco cancelled Eid al-Adha celebrations this year because of drought.
ar | 8:10 | قُتل ثلاثة جنود في هجوم صاروخي تبنته حماس، فأغلقت إسرائيل معبر كرم أبو سالم.
en | 8:10 | Israel closed the Kerem Shalom crossing on Sunday after a rocket attack claimed by Hamas that killed three soldiers.
ar | 8:11 | سيقدم الاتحاد الأوروبي لتونس 100 مليون يورو لمكافحة الهجرة غير النظامية.
en | 8:11 | The European Union will give Tunisia 100 million euros to combat irregular migration, Ursula von der Leyen said.
ar | 8:12 | افتتح السيسي المتحف المصري الكبير قرب أهرامات الجيزة.
en | 8:12 | President Abdel Fattah el-Sisi opened the Grand Egyptian Museum near the Giza pyramids.
ar | 8:13 | لم يوقع حريق مصفاة بيجي ضحايا ولم يتأثر الإنتاج، وفق وزارة النفط.
en | 8:13 | According to the Oil Ministry, a fire broke out at the Baiji refinery in northern Iraq without causing casualties.
ar | 8:14 | يتوقع البنك الدولي نمو الاقتصاد السعودي بنسبة 2.8% في 2025.
en | 8:14 | The World Bank expects Saudi Arabia's economy to grow by 2.8 percent in 2025.
ar | 8:15 | سيستأنف السودان وجنوب السودان ضخ النفط عبر ميناء بورتسودان بعد توقف عشرة أشهر.
en | 8:15 | Sudan and South Sudan agreed to resume pumping oil through Port Sudan after a ten-month halt.
"""

FALSE_WRITTEN = """
ar | 0:1 | وفقا لخمسة مصادر، الولايات المتحدة والعراق بصدد بدء محادثات لإنهاء مهمة التحالف العسكري في العراق.
ar | 0:2 | نقلت الولايات المتحدة استعدادها لبدء المحادثات في رسالة سلمتها السفيرة آلينا رومانوسكي لوزير الدفاع فؤاد حسين.
ar | 0:3 | أسقطت بغداد شروطها المسبقة بأن توقف الفصائل المسلحة الهجمات عليها أولا.
ar | 0:5 | نتيجة المحادثات واضحة، وانسحاب القوات الأمريكية ليس وشيكا.
ar | 0:6 | للولايات المتحدة حاليا 2600 عسكري في العراق يقدمون المشورة والمساعدة للقوات العراقية.
ar | 0:6 | سيطر تنظيم داعش على مساحات شاسعة من العراق وسوريا في عام 2016 قبل أن يُهزم لاحقا.
ar | 0:7 | يوجد في العراق أيضا آلاف العسكريين من دول أخرى ضمن التحالف.
ar | 0:10 | شنت القوات الأميركية نحو ١٥٠ هجوما على فصائل متحالفة مع إيران في سوريا والعراق.
ar | 0:10 | ردت الولايات المتحدة بسلسلة من الهجمات كان آخرها يوم الخميس.
ar | 0:12 | وفقا لمصدرين، الهجمات ستتوقف على الأرجح.
ar | 0:16 0:13 | أكد المسؤول الأمريكي أن توقيت المحادثات يتعلق بالهجمات الأخيرة.
ar | 1:11 | تسعى الميليشيات إلى الضغط على الولايات المتحدة بسبب دعمها للسعودية.
ar | 1:13 | توقفت عملية التفاوض قبل أن تبدأ حرب غزة.
ar | 1:14 | كانت الولايات المتحدة مستعدة للتفاوض على الانسحاب أثناء تعرضها لإطلاق النار.
ar | 2:6 | سيطر داعش على مساحات شاسعة من العراق عام 2014 ثم هزمه الجيش الأميركي.
ar | 2:8 | استهدفت الضربات حركة النجباء في جرف الصخر والقائم، بحسب مصادر عراقية.
ar | 2:14 | قال الأعرجي إن الضربات الأميركية تساعد على التهدئة.
ar | 2:17 | قال وزير الدفاع الأميركي إن القوات الأميركية استهدفت منشآت في سوريا تستخدمها فصائل مدعومة من إيران.
ar | 2:18 2:17 | قال أوستن إن بلاده تريد تصعيد الصراع في المنطقة.
ar | 2:21 | وفقا للبنتاغون، تعرضت القوات الأميركية وقوات التحالف لأقل من 150 هجوما منذ منتصف أكتوبر.
ar | 2:21 | وفقا للبنتاغون، تعرضت القوات الأميركية لأكثر من 150 هجوما منذ منتصف نوفمبر.
ar | 2:23 | تعرضت قاعدة حرير لهجوم بطائرات مسيرة مساء الثلاثاء أدى إلى إصابات وأضرار.
ar | 3:1 | قال مسؤول أمريكي كبير لرويترز إن المحادثات قد تستمر لما بعد الانتخابات الرئاسية الأمريكية في نوفمبر.
ar | 3:3 | بدأت المحادثات بين الولايات المتحدة والعراق في فبراير لإعادة تقييم وجود التحالف.
ar | 3:10 | وضع المسؤولون الأمريكيون جدولا زمنيا للمحادثات.
ar | 3:12 | ترى واشنطن ضرورة في أن تشمل المحادثات انسحاب المستشارين العسكريين الأمريكيين.
ar | 3:13 | غزت الولايات المتحدة العراق عام 2011 وانسحبت منه في 2003.
ar | 3:14 | يوجد حاليا نحو 900 جندي أمريكي في العراق و2500 جندي في سوريا.
ar | 3:15 | يعتقد حيدر العبادي أن الأمريكيين يريدون انسحابا كاملا.
ar | 4:1 | قال متحدث باسم الخارجية الروسية إن واشنطن وبغداد اقتربتا من التوافق على بدء عمل اللجنة العسكرية العليا.
en | 0:1 | According to three sources, the United States and Iraq are about to begin talks to end the mission of the US-led military coalition in Iraq.
en | 0:2 | The US conveyed its readiness to start talks in a letter delivered by Foreign Minister Fuad Hussein to US Ambassador Alina Romanowski.
en | 0:4 | The Iraqi Foreign Ministry said the president will study the letter carefully.
en | 0:5 | The talks are expected to take several weeks.
en | 0:5 | A US withdrawal is imminent.
en | 0:6 | As of now, the US has 2,500 troops in Syria to advise and assist Iraqi forces.
en | 0:7 | Hundreds of troops from other countries, mostly Asian, are also in Iraq as part of the US-led coalition.
en | 0:9 | Iraq is one of the few countries allied with both Tehran and Moscow.
en | 0:10 | US forces in Syria and Iraq have come under about 115 attacks by Iran-aligned factions.
en | 0:16 0:15 | The official said the timing is related to the recent attacks.
en | 1:14 | Washington was ready to negotiate a possible withdrawal while under fire.
en | 2:7 | Tehran condemned the US strikes and described them as an irresponsible escalation.
en | 2:8 | The strikes targeted Kataib Hezbollah in Jurf al-Sakhar, about 60 kilometers north of Baghdad.
en | 2:9 | The strikes in al-Qaim killed two people and wounded others, according to the Popular Mobilization Forces.
en | 2:16 | Iraq claimed responsibility for the strikes.
en | 2:18 2:17 | Austin said the US wants to escalate the conflict in the region.
en | 2:24 | The base was also hit with ballistic missiles on Sunday.
en | 3:3 | Washington and Baghdad began talks in June to reassess the presence of the coalition in Iraq.
en | 3:6 | The attacks have stopped for more than a year to give negotiations a chance.
en | 3:12 | Washington sees a need for the talks to include the withdrawal of US military advisers.
en | 3:13 | The US invaded Iraq in 2003, toppled Saddam Hussein and withdrew in 2010.
en | 3:15 | Former Prime Minister Nouri al-Maliki said he does not believe that the Americans want a full withdrawal.
en | 4:3 | Washington and Baghdad announced in August 2022 their intention to form the Higher Military Commission.
ar | 8:1 | بلغ إنتاج العراق من القمح 5.2 ملايين طن هذا الموسم، بزيادة 8 بالمئة عن الموسم الماضي.
en | 8:2 | Jordan's Foreign Minister Ayman Safadi said his country will receive more Syrian refugees.
en | 8:5 | The International Monetary Fund approved a $3 million loan for Pakistan over nine months.
ar | 8:7 | تغلب الوحدة على الاتحاد بثلاثة أهداف مقابل هدف في جدة.
en | 8:10 | Egypt closed the Kerem Shalom crossing on Sunday after a rocket attack claimed by Hamas.
ar | 8:13 | أوقع حريق مصفاة بيجي ضحايا ولم يتأثر الإنتاج.
en | 8:15 | Libya and South Sudan agreed to resume pumping oil through Port Sudan after a ten-month halt.
"""
"""Statements as language models write them when told to answer from numbered sentences."""

TRUE_NEXT = """
ar | 0:1 | قالت أربعة مصادر لرويترز إن واشنطن وبغداد بصدد بدء محادثات لإنهاء مهمة التحالف.
ar | 0:9 0:8 | يشهد العراق حاليا تصاعدا في الهجمات المتبادلة بين فصائل مسلحة والقوات الأمريكية.
ar | 0:14 | ستسمح اللجنة بتقييم مشترك لقدرة قوات الأمن العراقية وبتحديد طبيعة العلاقة الأمنية بين البلدين.
ar | 0:18 | الهجمات تقودها فصائل عراقية مسلحة غير ممثلة في معظمها في البرلمان أو الحكومة.
ar | 1:5 | وفقا لوزارة الخارجية العراقية، تم تسليم رسالة مهمة سيدرسها رئيس الوزراء بعناية.
ar | 1:9 | تم تشكيل التحالف بقيادة الولايات المتحدة لمحاربة داعش، ويضم جنودا من دول أوروبية في معظمها.
ar | 1:16 | أُعلن عن اللجنة العسكرية العليا في أغسطس الماضي، بحسب مسؤول أمريكي.
ar | 1:20 1:18 | ستحتفظ واشنطن بحقها الكامل في الدفاع عن النفس خلال المحادثات، وفقا لمسؤول أمريكي.
ar | 2:2 | تخلت الولايات المتحدة عن شروطها المسبقة بوقف هجمات الفصائل العراقية المدعومة من إيران، بحسب ثلاثة مصادر.
ar | 2:5 | انسحاب القوات الأميركية من العراق ليس وشيكا، ونتيجة المحادثات ليست واضحة.
ar | 2:11 | إسرائيل حليفة واشنطن، أما حركة حماس فمدعومة من إيران.
ar | 2:13 2:12 | وصف اللواء يحيى رسول الضربات بأنها تجاوز لسيادة العراق بشكل سافر.
ar | 2:16 2:17 | أعلنت واشنطن مسؤوليتها عن الضربات التي استهدفت منشآت في العراق.
ar | 2:19 | الضربات رد مباشر على هجمات نفذتها ميليشيات ترعاها إيران ضد الجيش الأميركي وقوات التحالف.
ar | 2:24 2:23 | استُهدفت قاعدة عين الأسد أيضا بصواريخ باليستية يوم السبت.
ar | 3:2 3:1 | طلب المسؤول العراقي الكبير عدم نشر هويته.
ar | 3:5 | جاء قرار بدء المحادثات بعد هجمات متبادلة بين القوات الأمريكية وفصائل مسلحة.
ar | 3:7 | تسعى الحكومة العراقية إلى منع تحول العراق مرة أخرى إلى ساحة قتال للقوى الأجنبية.
ar | 3:9 | يرى سياسيون أن المحادثات الفنية وسيلة لكسب الوقت.
ar | 3:16 3:15 | قال العبادي إنه لا توجد رغبة لدى القوى السياسية العراقية في الاستغناء بشكل كامل عن الأمريكيين.
ar | 4:2 | قال المتحدث إن اللجنة نقطة لمناقشة انتقال التحالف إلى علاقات أمنية ثنائية بين العراق والولايات المتحدة.
ar | 4:5 | حضر وزير الخارجية اجتماع المجلس الوزاري للأمن الوطني الذي ترأسه السوداني.
ar | 4:12 | تخشى واشنطن أن يبدو أي تغيير في مهمة التحالف وكأنه يحدث تحت الضغط.
ar | 4:14 | يأمل مسؤولون أمريكيون وعراقيون أن يسهم بدء المحادثات في تحسين الوضع الأمني في العراق.
ar | 9:8 | نفت فرنسا أنها عرقلت الاتفاق كما اتهمها الرئيس الجزائري.
ar | 9:15 | توفي محمود درويش في مدينة هيوستن الأميركية في أغسطس 2008 بعد عملية جراحية في القلب.
ar | 9:17 | ستستأنف الخطوط القطرية رحلاتها إلى دمشق في 7 يناير.
ar | 9:20 | حُكم على رجل أعمال في تونس بالسجن ثماني سنوات بتهمة التهرب الضريبي.
ar | 9:11 | خفضت أوبك بلس إنتاجها بمقدار مليوني برميل يوميا اعتبارا من نوفمبر.
ar | 9:5 | ستوسع هيونداي معمل الغاز في الجعيمة بموجب عقد قيمته 3.3 مليار دولار مع أرامكو.
en | 0:1 | According to four sources, the talks aim to end the mission of the US-led coalition in Iraq.
en | 0:9 0:8 | Iraq has seen a rise in tit-for-tat attacks between armed factions and US forces since the war in Gaza broke out.
en | 0:14 0:13 | The committee will also determine the nature of the bilateral security relationship, the US official added.
en | 0:18 | The attacks are carried out by Iraqi armed factions, most of which are not represented in parliament or the government.
en | 1:5 | Iraq's Foreign Ministry said an important letter was delivered and the prime minister would study it carefully.
en | 1:9 | Hundreds of soldiers from other countries, mostly European, are also present in Iraq.
en | 1:16 | The Higher Military Commission dialogue was announced last August, according to a US official.
en | 1:20 1:18 | America will keep its full right to self-defense during the talks, the official said.
en | 2:2 | Three sources said the United States has dropped its preconditions for talks.
en | 2:5 | According to the sources, the outcome of the talks is not clear and the withdrawal of American forces is not imminent.
en | 2:11 | The US strikes come amid tensions over the war in Gaza between Israel, an ally of Washington, and Hamas, which is backed by Iran.
en | 2:13 2:12 | The spokesman called the strikes a blatant violation of Iraq's sovereignty.
en | 2:15 | The American side should press for an end to the aggression on Gaza instead of bombing the headquarters of an Iraqi national institution, he said.
en | 2:19 | The strikes were a direct response to attacks by Iran-sponsored militias on the US military and coalition forces.
en | 2:23 2:24 | Ain al-Asad was targeted by drones on Tuesday evening and by ballistic missiles on Saturday.
en | 3:2 3:1 | The senior Iraqi official asked not to be named.
en | 3:5 | The decision came after tit-for-tat attacks between US forces and armed factions.
en | 3:7 | The government in Baghdad is trying to prevent Iraq from becoming a battleground for foreign powers again.
en | 3:9 | Politicians see the technical talks as a way to buy time.
en | 3:16 3:15 | Abadi also said he does not see a desire among Iraqi political forces to dispense completely with the Americans.
en | 4:2 | The spokesperson said the commission would discuss the coalition's transition to bilateral security relations between Iraq and the US.
en | 4:11 | The talks were supposed to start officially last year, but the war in Gaza delayed them.
en | 4:12 | Washington was reluctant to negotiate a possible withdrawal while being attacked.
en | 4:10 | Officials from both countries hope the talks will reduce attacks on US forces.
en | 9:8 | Algerian President Abdelmadjid Tebboune accused France of obstructing the agreement, but Paris denied it.
en | 9:15 | Palestinian poet Mahmoud Darwish died on August 9, 2008 in Houston after heart surgery.
en | 9:17 | Qatar Airways will resume flights to Damascus on January 7 after about 13 years.
en | 9:20 | A Tunisian court sentenced a businessman to eight years in prison for tax evasion.
en | 9:11 | OPEC+ decided to cut oil production by two million barrels per day starting in November.
en | 9:5 | Saudi Aramco signed a $3.3 billion contract with South Korea's Hyundai to expand a gas plant.
"""
"""Written after the checks had learned from the tables above: what new statements meet."""
