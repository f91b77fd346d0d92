# ruff: noqa: E501 (one statement a line)
"""Statements on the demo articles, true and subtly false, each with the sentences it names.

`3:14` is sentence 14 of the article whose name begins with 003. A false statement is a true one
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
"""Written last, and not learned from: 25 of 25 false caught and 1 of 20 true lost at first sight."""

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
