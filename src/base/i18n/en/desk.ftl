# The desk of the moderators.
desk-lead = What waits for a decision, the most urgent first. Somebody who may be in danger was told that an answer comes within a day. For the rest take your time, and stop when it gets too heavy.
desk-stories = Stories to check: { $count }
desk-next = The next stories to check
desk-people = People who would like to join: { $count }
desk-nothing = Nothing is waiting.
desk-read = Open to read it whole.
desk-publish = Publish
desk-refuse = Do not publish
desk-welcome = Welcome them
desk-decline = Decline
desk-care-sensitive = sensitive subject
desk-care-suicidal = mentions suicidal thoughts
desk-care-danger = the writer may be in danger now
desk-care-harmful = may urge others to die, or say how
desk-change = This is the new version of a story that everybody can read. If you do not publish it, the old one stays.
desk-overtaken = The writer changed this story while you read it, or somebody else decided. Please read it again.
desk-refuse-how = The writer is told the rule and your words, and can change the story.
desk-reason = Which rule
desk-reason-choose = Please choose
desk-note = What you would like to say to the writer
desk-findings = { $count ->
    [one] One place may say who somebody is
   *[other] { $count } places may say who somebody is
}
desk-replies = { $count ->
    [one] One reply that waits
   *[other] { $count } replies that wait
}
desk-replies-how = They answer stories that need great care, or that were told without an account, and their authors do not follow who wrote them. What you let through is shown, and the author is told of it.
desk-danger = The writer may be in danger now. They were shown helplines and told that an answer comes within a day. Please read this first, and let it through only if it is not about now.
desk-harmful = A program did not let this through: it found words that tell others to die, or how. The writer asks that a person reads it.
desk-two = Two people have to say yes to this one.
desk-one-yes = One says yes; one more is needed.
desk-your-yes = You said yes; one more is needed, from somebody else.
desk-care = How much care it needs
desk-care-set = Only set this
