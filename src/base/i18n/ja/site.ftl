# どのページにもあるもの。
site-skip = 本文へ進む
site-menu = このサイトのページ
site-all-stories = みんなの体験談
site-share = 体験を話す
site-language = 言語
site-leave = このページを離れる
site-leave-hint = このページの代わりに、あたりさわりのないページを開きます。Escキーを3回押しても同じです。見たページはブラウザの履歴に残ることがあります。
site-follow-title = ほかの場所からフォローする
site-follow = 新しい体験談は、このアドレスをフォローしている人に届きます。Mastodonなどのフェディバースのアプリで検索して、フォローしてください。読むだけなら登録はいりません。
site-helplines = 相談窓口
site-rules = 約束ごと
site-privacy = プライバシー
site-about = このサイトについて
site-transparency = 決め方の報告
site-complain = 困ったことがあるとき
site-source = ソースコード
site-sign-in = サインイン
site-sign-up = 参加する
site-sign-out = サインアウト
site-settings = 設定
site-desk = 確認の机
site-signed-in-as = @{ $handle } でサインインしています
site-your-page = あなたのページ
site-footer = このサイトのご案内
site-problem-title = 直してほしいところがあります
site-required = (必要)
site-optional = (書かなくてもかまいません)
site-cancel = やめる
site-newer = 新しいほうへ
site-older = 古いほうへ
site-paging = ほかのページ
site-not-advice = 体験談は、それぞれの方が話そうと決めたことです。医療上の助言ではなく、どれくらいの頻度で起きるかを示すものでもありません。薬をご自身の判断でやめたり変えたりせず、医師や薬剤師に相談してください。
site-a-story = ある体験談
site-a-post = ある投稿
site-a-member = ある参加者

# 日付。
date-month-name = { $number }月
date-month = { $year }年{ $month }
date-day = { $year }年{ $month }{ $day }日

# 小さな部品。
site-comma = 、
site-no-answer = 答えない
site-more-wait = ほかに{ $count }件が待っています。上のものを決めると、順に出てきます。
