"""What people and programs talk to: command line, REST, MCP and chat page."""
