# 参加、サインイン、設定、アプリの許可。
sign-up-title = 参加する
sign-up-lead = メールアドレスも、電話番号も、本名もいりません。あなたが誰なのかはおたずねしません。
sign-up-closed = 今は新しい参加を受け付けていません。登録しなくても、すべて読めます。
sign-up-have-one = もう参加していますか？
sign-up-name-title = ここでの名前
sign-up-name-how = あなたのことがわからない名前を用意しました。そのままでも、別のものに変えても、自分で考えてもかまいません。ほかの場所で知られている名前は使わないでください。
sign-up-handle = 名前
sign-up-handle-hint = 半角の英小文字、数字、_ だけです。アドレスの終わりは @{ $host } になります。
sign-up-another = 別の名前にする
sign-up-name = 表示する名前
sign-up-name-hint = どんな文字でも使えます。空のままなら、上の名前を表示します。
sign-up-passphrase-title = 合言葉
sign-up-passphrase-how = 互いに関係がなく、あなたとも関係のない言葉を4つか5つ並べてください。メールで新しい合言葉を送ることはできないので、次のページで、紙に書いておく「復旧の言葉」をお見せします。
sign-up-passphrase = 合言葉
sign-up-passphrase-again = 同じ合言葉をもう一度
sign-up-reason-title = ひとこと聞かせてください
sign-up-reason = どうして参加したいのですか？
sign-up-reason-hint = 一言か二言で十分です。人が読み、決めたあとで消します。
sign-up-invitation-title = 招待
sign-up-invitation = 招待コード
sign-up-invitation-hint = このコミュニティの人から受け取ったものです。
sign-up-question-title = 小さな質問
sign-up-question-hint = 機械による登録を防ぐためです。
sign-up-agree-title = お願いしたいこと
sign-up-old-enough = 16歳以上です。
sign-up-knows-public = 公開で話したことは、ほかの国のほかのサーバーにも写しが作られ、その写しはこのコミュニティでは管理できないことを理解しました。
sign-up-agrees = 約束ごととプライバシーのページを読み、同意します。
sign-up-read-rules = 約束ごとを読む
sign-up-read-privacy = プライバシーのページを読む
sign-up-do = 参加する

recovery-title = 復旧の言葉
recovery-lead = この順番のまま紙に書いてください。見られるのは今だけです。
recovery-write = 紙は、ほかの人に見つからないところに置いてください。
recovery-only-way = 合言葉を忘れたとき、戻る方法はこれだけです。こちらから新しい合言葉を送ることはできません。
recovery-never-ask = このサイトの人が、この言葉をたずねることは決してありません。
recovery-done = 紙に書きました

waiting-title = ありがとうございます
waiting-lead = @{ $handle } という名前を、あなたのために取っておきます。最初の体験談を話す前に、人があなたの言葉を読みます。
waiting-how = 連絡先をうかがっていないので、お知らせを送ることができません。1日か2日たったら、サインインしてみてください。それまでも、すべて読めます。

sign-in-title = サインイン
sign-in-handle = ここでの名前
sign-in-passphrase = 合言葉
sign-in-forgot = 合言葉を忘れました
sign-in-join = はじめての方はこちら

recover-title = もう一度入る
recover-lead = 参加したときに紙に書いた復旧の言葉があれば、新しい合言葉を決められます。
recover-words = 復旧の言葉
recover-words-hint = 順番どおりに、間を空白で区切ってください。
recover-do = 新しい合言葉にする

settings-saved-profile = あなたのページを変更しました。
settings-saved-passphrase = 合言葉を変更しました。ほかの端末からはサインアウトしました。
settings-saved-app = このアプリは、もうあなたの代わりに動けません。
settings-stories = あなたの体験談
settings-no-stories = まだ体験談はありません。急がなくて大丈夫です。
settings-profile = あなたのページ
settings-profile-how = 誰でも見ることができます。あなたが誰なのかわかることは書かないでください。
settings-about = あなたについて
settings-about-hint = 一言か二言。書かなくてもかまいません。
settings-language = ふだん書く言語
settings-save = 保存する
settings-passphrase = 合言葉を変える
settings-current-passphrase = 今の合言葉
settings-new-passphrase = 新しい合言葉
settings-change-passphrase = 合言葉を変える
settings-recovery = 新しい復旧の言葉
settings-recovery-how = 紙をなくしたり、誰かに見られたりしたときは、新しい言葉に変えてください。古い言葉はすぐに使えなくなります。
settings-recovery-new = 新しい復旧の言葉を見る
settings-apps = あなたの代わりに動くアプリ
settings-app-since = { $month }から
settings-app-out = このアプリをサインアウトする
settings-leave = やめる
settings-leave-how = 登録はいつでも消せます。体験談はここから取り下げられ、ほかのサーバーにも、応じてもらえる範囲で取り下げを伝えます。
settings-leave-link = 登録を消す
settings-back = ← 設定に戻る

leave-title = 登録を消しますか？
leave-stories = 体験談{ $count }件を取り下げます。写しを持っているほかのサーバーにも、消すように頼みます。
leave-profile = あなたのページ、返事、そのほかあなたの名前のものは、すべて消えます。
leave-handle = あなたの名前は、ほかの人が使えないようにします。誰かがあなたのふりをすることはできません。
leave-sure = はい、すべて消してください。
leave-yes = 登録を消す
leave-no = いいえ、残ります

left-title = 登録を消しました
left-lead = あなたの登録と体験談は、ここから消えました。ほかのサーバーにも、写しを消すように頼んでいます。どうぞお元気で。

authorise-title = { $app } があなたの代わりに動くことを許しますか？
authorise-lead = このアプリができるようになること:
authorise-read = あなたがここで読めるものを読む
authorise-write = あなたの名前で体験談や返事を書く、書き直す、取り下げる
authorise-follow = フォロー、ミュート、ブロックをする
authorise-push = あなたの端末にお知らせを送る
authorise-profile = あなたの名前とページを見る
authorise-moderate = あなたの名前で確認の仕事をする
authorise-end = 設定で、いつでもやめさせることができます。
authorise-allow = はい、許します
authorise-deny = いいえ

code-title = コード
code-lead = このコードを { $app } に写してください。
code-after = 使えるのは1回だけ、数分の間です。終わったら、このページは閉じてかまいません。
