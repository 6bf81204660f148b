struct Chat { init(_ w: Workspace, _ a: Ask) {} ; func run() throws {} }
