# Pages that say what did not work.
failed-not-found = There is nothing at this address
failed-not-found-how = Perhaps the address has a typing mistake, or the page has moved.
failed-taken-back = This story was taken back
failed-taken-back-how = The person who told it no longer wants it to be read. Please respect that, also if you have a copy.
failed-forbidden = You cannot do this here
failed-forbidden-how = Perhaps you are signed in under another name, or this page was open for too long. Go back, load the page again, and try once more.
failed-sign-in = Please sign in first
failed-sign-in-how = This page is only for the person it belongs to.
failed-not-understood = We could not understand that
failed-not-understood-how = Something in the address or in the form was not as expected. Go back and try again; what you typed should still be there.
failed-too-large = That is too large for us to take
failed-too-large-how = Go back and make it shorter; what you typed should still be there. A story may have up to 60,000 characters.
failed-unknown-app = This app is not known here
failed-unknown-app-how = Go back to the app and sign in from there once more. It then introduces itself anew.
failed-wrong-app = This app asked in a way that we cannot answer
failed-wrong-app-how = It may be broken, or somebody else may be posing as it. Nothing was handed over. Please tell the people who make the app.
failed-refused = The app was not let in
failed-refused-how = You said no, and it learns nothing about you. You can close this page.
failed-conflict = This exists already
failed-conflict-how = Somebody was faster, or you pressed the button twice. Go back and have a look.
failed-too-many = A little slower, please
failed-too-many-how = { $count ->
    [one] There were too many attempts. Please wait a minute and try again.
   *[other] There were too many attempts. Please wait { $count } minutes and try again.
}
failed-elsewhere = Another server does not answer
failed-elsewhere-how = We asked { $host } and got no usable answer. Please try again later.
failed-broken = Something broke on our side
failed-broken-how = It is not your fault. Please try again in a few minutes. If it stays broken, tell the people who run this site the number below.
failed-broken-number = Number:
