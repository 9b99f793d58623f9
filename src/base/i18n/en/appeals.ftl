# Appeals: what an author says against a decision about their story.
appeal-title = Ask for a second look
appeal-how = If you think that this was wrong, say why. Another person than the one who decided looks at it again, wherever there is another.
appeal-body = What you want to say
appeal-body-hint = Only those who moderate here read it. It is erased a month after the answer.
appeal-send = Ask for a second look
appeal-saved = Kept. You can change it until somebody has looked.
appeal-waits = You asked on { $day }. Nobody has looked yet.
appeal-said = What you had said:
appeal-granted = Somebody has looked at it again, and you were right: your story may be published.
appeal-granted-removed = Somebody has looked at it again, and you were right. We are sorry. What was taken down is erased and cannot come back; if you still have your words, please tell them again.
appeal-denied = Somebody has looked at it again. It stays as it was decided.
appeal-link = Say why this was wrong, and ask for a second look
desk-appeals = { $count ->
    [one] One author asks for a second look
   *[other] { $count } authors ask for a second look
}
desk-appeals-how = Whoever took the first decision leaves this to somebody else, where there is somebody else. The author is told what you write.
desk-appeal-removed = It was taken down.
desk-appeal-refused = It was not let through.
desk-appeal-change = The change of a published story was not let through. You read the story as it would be.
appeal-change = What you had changed
desk-appeal-note = The author was told:
desk-appeal-grant-removed = The author was right
desk-appeal-deny = It stays as it was decided
guide-appeal = If you think that this was wrong, you can ask for a second look, by another person: { $page }
guide-appeal-granted = Somebody has looked at it again, and you were right: your story may be published.
guide-appeal-second = A second person from this community reads it before others do, as with everything that speaks of something so heavy.
guide-appeal-granted-removed = Somebody has looked again at why your story was taken down, and you were right. We are sorry. It is erased and cannot come back; if you still have your words, please tell them again.
guide-appeal-denied = Somebody has looked at it again. It stays as it was decided.
tally-appealed = Decisions against which authors appealed
act-appeal-granted = Appeals in which the author was right
act-appeal-denied = Appeals after which the decision stayed
problem-appeal-empty = Please say why this was wrong.
problem-appeal-other = You took the first decision. Another moderator has to look at it again.
