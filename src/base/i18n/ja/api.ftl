# クライアントアプリに表示される文。プログラムが照合する文は、クライアントAPIで決まっているためここにはありません。
api-forbidden = この操作はできません。
api-member-pending = まだモデレーターの承認がありません。それまでは読むことだけができます。
api-member-frozen = このアカウントではサインインできなくなっています。モデレーターにお問い合わせください。
api-member-suspended = このアカウントは停止されています。モデレーターにお問い合わせください。
api-conflict = すでに存在します。
api-host-known = { $name } の制限は、すでに決まっています。
api-remote = 相手のサーバーから返事がありません。あとでもう一度お試しください。
api-internal = こちら側で問題が起きました。運営者に知らせるときは、この番号をお伝えください: { $id }
api-too-large = 大きすぎて受け取れません。
api-stream-tag = どのハッシュタグを見るのか指定してください。
api-busy = リクエストが多すぎます。少し待ってからお試しください。
api-description = 薬で何が起きたかを自分の言葉で語り、ほかの人の体験を読む場所です。
api-written-so = { $community } (話した本人の言葉)
api-translated-by-author = { $community } (話した本人による翻訳)
api-translated-by-member = { $community } (コミュニティの参加者による翻訳)
api-translated-by-engine = { $engine } (機械翻訳)
api-translated-by-machine = 機械翻訳

# 端末に届く通知の題。
push-mention = { $name }さんから、あなたへの投稿です
push-reblog = { $name }さんがあなたの投稿をブーストしました
push-favourite = { $name }さんがあなたの投稿をお気に入りに入れました
push-follow = { $name }さんにフォローされました
push-follow-request = { $name }さんからフォローの申し込みです
push-status = { $name }さんが投稿しました
push-poll = { $name }さんの投票が終わりました
push-update = ブーストした{ $name }さんの投稿が書き直されました
