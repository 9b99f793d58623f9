# What stands on every page.
site-skip = Skip to the text
site-menu = Pages of this site
site-all-stories = All stories
site-share = Share your story
site-language = Language
site-leave = Leave this page
site-leave-hint = Opens a neutral page in place of this one. Pressing Escape three times does the same. Pages you have seen may still be in your browser’s history.
site-follow-title = Follow from anywhere
site-follow = Every new story reaches the followers of this address. Search for it in Mastodon or any other fediverse app, and follow it. You need no account to read.
site-helplines = Helplines
site-rules = Rules
site-privacy = Privacy
site-about = About
site-transparency = How we decide
site-complain = Something is wrong
site-source = Source code
site-sign-in = Sign in
site-sign-up = Join
site-sign-out = Sign out
site-settings = Settings
site-desk = Desk
site-signed-in-as = Signed in as @{ $handle }
site-your-page = Your page
site-footer = About this site
site-problem-title = There is a problem
site-required = (needed)
site-optional = (if you like)
site-cancel = Cancel
site-newer = Newer
site-older = Older
site-paging = More pages
site-not-advice = Stories are what people chose to tell. They are not medical advice, and they cannot say how often something happens. Please do not stop or change a medication on your own; talk to a doctor or a pharmacist.
site-a-story = A story
site-a-post = A post
site-a-member = A member

# Dates.
date-month-name = { $number ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
date-month = { $month } { $year }
date-day = { $day } { $month } { $year }

# Small pieces.
site-comma = ,{" "}
site-no-answer = No answer
site-more-wait = { $count ->
    [one] One more waits. It comes up when these are decided.
   *[other] { $count } more wait. They come up when these are decided.
}
