# The list of stories and the page of one story.
stories-count = { $count ->
    [one] { $count } story
   *[other] { $count } stories
}
