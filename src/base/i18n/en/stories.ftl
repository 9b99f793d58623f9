# The list of stories, the page of one story, the page of a member.
stories-count = { $count ->
    [one] { $count } story
   *[other] { $count } stories
}
stories-welcome = People tell here what a prescribed medication did to them, in their own words and their own language. You can read without an account, and nobody watches what you read.
stories-invitation = Has a prescribed medication affected your life?
stories-filter = Find stories
stories-filter-words = With these words
stories-filter-medication = Medication
stories-filter-symptom = Symptom
stories-filter-language = Can be read in
stories-filter-status = Still taking it?
stories-filter-from = Where from
stories-filter-any = Any
stories-filter-show = Show these stories
stories-filter-remove = (take this filter away)
stories-filtered = You see only stories with:
stories-from-here = This community only
stories-from-everywhere = This community and the ones it works with
stories-suggested = Often looked for
stories-from = from { $home }
stories-only-in = in { $language }
stories-none = There are no stories here yet.

story-back = ← Back to all stories
story-in-a-word = What a medication did to somebody, in their own words.
story-told-by = Told by
story-changed = changed in { $month }
story-facts = In short
story-elsewhere = Read it where it was told
story-timeline = Course in time
story-replies = Replies
story-editions = Languages of this story
story-original-in = Original ({ $language })
story-translation-in = { $language } translation
story-translated-by-author = Translated by the author.
story-translated-checked = Translated by a member of the community and checked by another person.
story-translated = Translated by a member of the community. Nobody else has checked it yet.
story-translated-machine = Translated by a machine. Nobody has checked it yet, so parts of it may be wrong.
story-translated-machine-by = Translated by a machine ({ $engine }). Nobody has checked it yet, so parts of it may be wrong.
story-translated-machine-checked = Translated by a machine and checked by a person.
story-warning-open = Open it if you want to read. You may also skip it.
picture-elsewhere = A picture on another server. It is loaded only if you open it, and that server then sees you.
picture-undescribed = Nobody has described this picture for those who cannot see it.
picture-covered = Pictures that the person who told this would rather cover.
picture-covered-open = Open them if you want to see them. You may also skip them.
story-mine = This is your story.
story-mine-held = This is your story. Only you and the people who check new stories can see it so far.
story-held = waiting to be checked
story-not-public = not public
story-refused = This story was not let through. Only you can see it.
story-change-refused = Your last change was not let through. Others see the story as it was before.
story-change-held = A person from this community reads your last change first. Until then others see the story as it was before.
story-gives-away = It holds something that may say who somebody is. The preview marks each place and offers words to put there: choose “Change” and look at the preview.
story-refused-note = The moderator wrote: { $note }
story-refused-then = You can change it, and it will be read again, or take it back.
story-refused-mistake = If you think this is a mistake, please write to the operator.
refused-own = It is not about something that happened to you or to somebody you care for.
refused-hidden = Somebody could find out from it who you are.
refused-named = It names a doctor, a clinic or another person.
refused-method = It describes a way to harm oneself, or encourages it.
refused-advice = It tells others what to take, to change or to stop.
refused-kind = It could hurt others who tell their story here.
refused-trade = It sells, advertises or collects something.
refused-other = For another reason.
story-edit = Change it
story-consent = What may happen with it
story-take-back = Take it back
story-answer-title = Reply or follow from your own app
story-answer = Search for this address in Mastodon or any other fediverse app. You can then reply, share the story, or follow the person who told it.
story-topics = Read on
story-poll = What is asked
story-poll-votes = { $count ->
    [one] { $count } vote
   *[other] { $count } votes
}
story-poll-open = You can vote from your own app.
story-poll-ended = This poll has ended.

member-since = here since { $month }
member-follow = Follow
member-follow-how = Search for this address in Mastodon or any other fediverse app, and follow it there.
member-stories = Stories
story-replies-wait = { $count ->
    [one] One reply by somebody whom you do not follow waits for you in your settings.
   *[other] { $count } replies by people whom you do not follow wait for you in your settings.
}
replies-read = Read it
replies-show = Let it through
replies-drop = Turn it away
story-ask = Ask a person to read it
story-facts-alone = Whoever told this gave the facts alone, and keeps their own words to themselves.
story-original-kept = Whoever told this gave it in translation, and keeps the original to themselves.
