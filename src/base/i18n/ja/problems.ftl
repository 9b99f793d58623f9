# ひとつの欄について、何をどう直せばよいか。キーは `Problem::new` のものです。
problem-required = ここを書いてください。
problem-too-long = { $most }文字までにしてください。
problem-too-many = { $most }個までにしてください。
problem-choose-from-list = 一覧の中から選んでください。
problem-story-empty = 体験談か、その翻訳を書いてください。ほかの欄は書かなくてもかまいません。
problem-story-too-long = 長すぎて受け取れません。すべての言語を合わせて{ $most }文字までにしてください。
problem-language-unknown = この文章の言語を一覧から選んでください。
problem-handle-taken = この名前はもう使われています。別の名前にしてください。
problem-handle-characters = 半角の英小文字、数字、アンダースコアだけで、{ $least }〜{ $most }文字にしてください。
problem-handle-reserved = この名前はサイトが使うためのものです。別の名前にしてください。
problem-handle-like-mail = メールアドレスのように見えます。あなたのことがわからない名前にしてください。
problem-handle-like-name = 本名のように見えます。あなたのことがわからない名前にしてください。
problem-handle-look-alike = ほかの参加者の名前とよく似ています。別の名前にしてください。
problem-passphrase-short = { $least }文字以上にしてください。関係のない言葉を4つか5つ並べると覚えやすくなります。
problem-passphrase-long = { $most }文字までにしてください。
problem-passphrase-common = 多くの人が使っている合言葉なので、見破られやすくなります。別の合言葉にしてください。
problem-passphrase-repeat = 2つの合言葉が違っています。同じものを2回書いてください。
problem-passphrase-wrong = 合言葉が違います。もう一度ためしてください。
problem-sign-in-wrong = 名前と合言葉の組み合わせが違います。もう一度ためしてください。
problem-recovery-wrong = 復旧の言葉が違います。順番とつづりを確かめてください。
problem-consent-needed = 先へ進むには、これに同意していただく必要があります。
problem-age-needed = ここに登録できるのは16歳以上の方です。
problem-answer-wrong = 答えが違います。もう一度ためしてください。
problem-reason-needed = 参加したい理由を一言か二言書いてください。
problem-form-too-old = このページを開いてから時間がたちました。書いたものを確かめて、もう一度送ってください。
<<<<<<< HEAD
problem-host = stories.exampleのような、ほかのサーバーの名前を入力してください。
=======
problem-invite-wrong = 招待がないか、もう使えなくなっています。新しい招待をもらってください。
problem-sign-ups-full = 今日はたくさんの方が参加されたので、明日まで受け付けを止めています。明日またお越しください。
problem-redirect-uri-wrong = アプリが戻ってこられるアドレスではありません。
problem-scopes-wrong = このアプリは、ここにはない権限を求めています。
>>>>>>> 652bf0a (Open the room of members: handles, passphrases, sessions, sign-up, applications, tokens, reports)
