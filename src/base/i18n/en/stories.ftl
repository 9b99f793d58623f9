# The list of stories, the page of one story, the page of a member.
stories-count = { $count ->
    [one] { $count } story
   *[other] { $count } stories
}
stories-welcome = People tell here what a prescribed medication did to them, in their own words and their own language. You can read without an account, and nobody watches what you read.
stories-invitation = Has a prescribed medication affected your life?
stories-filter = Find stories
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
story-mine = This is your story.
story-mine-held = This is your story. Only you and the people who check new stories can see it so far.
story-held = waiting to be checked
story-edit = Change it
story-take-back = Take it back
story-answer-title = Reply or follow from your own app
story-answer = Search for this address in Mastodon or any other fediverse app. You can then reply, share the story, or follow the person who told it.
story-topics = Read on

member-since = here since { $month }
member-follow = Follow
member-follow-how = Search for this address in Mastodon or any other fediverse app, and follow it there.
member-stories = Stories
