# The desk of the moderators.
desk-lead = What waits for a decision, oldest first. Take your time, and stop when it gets too heavy.
desk-stories = Stories to check: { $count }
desk-people = People who would like to join: { $count }
desk-nothing = Nothing is waiting.
desk-read = Open to read it whole.
desk-publish = Publish
desk-refuse = Do not publish
desk-welcome = Welcome them
desk-decline = Decline
desk-care-sensitive = sensitive subject
desk-care-suicidal = mentions suicidal thoughts
