# Reports at the desk.
desk-reports-open = Reports: { $count } open
desk-reports-title = Reports
desk-reports-lead = What readers and other servers ask you to look at. A report about yourself is shown to others only.
desk-reports-search = Whom it is about: a handle, or an address such as name@server.example
desk-reports-state = Which reports
desk-reports-only-open = Open ones
desk-reports-only-closed = Closed ones
desk-reports-all = All
desk-reports-found = Found
desk-reports-back = All reports
desk-report-about = About { $who }
desk-report-week = Week of { $day }
desk-report-by = Reported by { $who }
desk-report-by-server = Reported by the server { $host }
desk-report-by-nobody = Reported by somebody who is not here any more
desk-report-taken = { $who } looks at it
desk-report-violation = Breaks a rule
desk-report-spam = Advertising
desk-report-legal = Against the law
desk-report-other = Something else
desk-report-done-nothing = Closed with nothing done about the account
desk-report-done-limited = Closed: the account is limited
desk-report-done-marked = Closed: its pictures are always covered
desk-report-done-frozen = Closed: signing in is stopped
desk-report-done-suspended = Closed: the account is suspended
desk-report-overtaken = Somebody else was faster, or what you decided about has changed. This is how it stands now.
desk-report-no-comment = Nothing was written with it.
desk-report-broken = These rules were broken, as who reported sees it:
desk-report-forwarded = The server of the account was told, without saying who reported.
desk-report-take = Take it up
desk-report-put-back = Leave it to others
desk-report-put-back-other = Take it from them, so that others can take it up
desk-report-close = Close it, with nothing done about the account
desk-report-reopen = Open it again
desk-report-posts = What was reported
desk-report-post = Post { $number }
desk-report-private = Not for everybody; who reported it was shown it
desk-report-gone = { $count ->
    [one] One of the posts is gone.
   *[other] { $count } of the posts are gone.
}
desk-report-account = The account
desk-report-others = { $count ->
    [one] There is one other report about it
   *[other] There are { $count } other reports about it
}
desk-report-only-one = There is no other report about it.
desk-report-act-how = What you decide about the account closes this report.
desk-report-not-yet = Nothing is done yet. Press Suspend again if it shall be.
desk-report-which-post = Which post
desk-report-take-down-how = It is taken down for ever, here and wherever it went. The report stays open.
desk-report-take-down = Take it down
