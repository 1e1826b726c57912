### 日本語。

reviewed = no

role-admin = 管理
role-moderator = 見守り
role-doorkeeper = 受付
role-professional = 専門職
role-mentor = 先輩役
role-member = メンバー
role-ally = 応援
role-newcomer = 新しく来た人

state-joined = ルームに入っています。
state-waiting = 入れてもらうのを待っています。
state-leaving = ルームを出るところです。
state-left = ルームを出ました。
state-removed = ルームから外されました。
state-refused = ルームに入れてもらえませんでした。
state-stuck = この端末はもうルームについていけません。招待リンクでもう一度ノックしてください。

event-joined = { $who } さんがルームに入りました。
event-gone = { $who } さんはもうルームにいません。
event-returned = { $who } さんが別の端末で戻りました
event-role = { $who } さんの役割は今「{ $role }」です。
event-silent = { $days ->
   *[other] { $who } さんの端末から { $days } 日間便りがないため、ルームから外します。
}
event-knock = { $who } さんがノックしています。
event-knock-says = { $who } さんがノックしています。ひとこと: { $note }
event-unsaid = { $who } さんの発言の一つが受け入れられませんでした: { $why }
event-aside = 数人だけに、名乗らない人から: { $words }
event-aside-named = あなただけに、{ $who } さんから: { $words }
event-vouches = { $who } さんが新しく来た人を保証しています。
event-vouches-not = { $who } さんは新しく来た人の保証を取り下げました。
event-dropped = 頼まれたことの一つは行われません: { $why }
event-settings = ルームの決まりが変わりました: { $settings }
said-refused = 入れてもらえませんでした
event-refused-why = 入れてもらえませんでした: { $why }
event-retires = このルームのリレーは終わります。ルームがそこで変われる最後の日は { $day } です。その後は誰も出入りできず、会話は箱とともに終わります。その前に別のリレーでルームを作り直し、ここに招待を書いてください: { $command }
said-relay-stays = このルームのリレーは続くことになりました。
said-reviewed = 確認済み
said-not-reviewed = まだ確認されていません
said-offline = リレーに届きません。つなぎ直しています。
said-online = またつながりました。

why-role = この役割ではできません
why-timeout = この人は今しばらく読むだけです
why-guidelines = この人は今の約束ごとに同意していません
why-palette = このルームにはないリアクションです
why-too-soon = このルームでは次の発言まで少し待ちます
why-closed = この時間、ルームは閉まっています
why-locked = ルームかトピックがこの人に開かれていません
why-direct = このルームでは一対一の会話はできません
why-not-own = 変えたり取り消したりできるのは自分の言葉だけです
why-peer = この役割ではこの人に対処できません
why-manner = これはこの形では言えません
why-steward = エポックを終えられるのはルームの世話役だけです
why-remove-rank = この役割ではこの人を外せません
why-policy-rank = 役割と設定を変えられるのは管理だけです
why-no-admin = ルームに管理がいなくなります
why-banned = 追放された人が含まれています
why-keeper-rank = 待ち時間、ロック、休止、追放を決めるのは見守りか管理だけです
why-lift-rank = 追放を解くのは、管理か、決めた人とは別の見守りです
why-vote = このルームの約束ごとは投票でだけ変わります
why-vouch = 保証できるのは新しく来た人についてだけです

alarm-relay-splits = 警告: リレーがメンバーごとに違うルームを見せています。その署名が証拠です。このリレーを信用せず、ほかの方法でみんなと連絡を取ってください。
alarm-transcript-differs = 警告: あるメンバーに、あなたとは違うルームの流れが見せられました。リレーかそのメンバーが偽っています。安全番号を比べてください。
alarm-relay-end = リレーがこのルームの箱は閉じたと言い、証拠を示しませんでした。何も受け入れず、もう一度尋ねています
alarm-relay-mark = 警告: リレーが渡したものと違うものに署名しました。このリレーを信用しないでください。
alarm-fork-attempt = 警告: 世話役の一人がルームを同時に二つの道へ進めようとしました。失われたものはありません。管理に尋ねてください。
alarm-stuck = この端末はもうルームについていけません。入り口があれば自分でまたノックします。なければ世話役にリンクを頼んでください。読んだものは残り、書いたものは後で送られます。
alarm-raid = 警告: 一時間にとても多くのノックがあり、入り口を閉めました。開いていた招待は取り消されました。待っている人を確かめ、知っている人のために新しい招待を作ってください。
alarm-relay-forgets = 警告: リレーが前に認めたもの、見せたものを保っていません。偽っているか、古い写しに戻されました。取り戻せるものは読み直し、送り直します。
alarm-relay-restored = リレーは写しから戻ったと言っています。それ以降に認めたことを忘れているかもしれません。取り戻せるものは読み直し、送り直します。その後に入った人は、もう一度ノックが要るかもしれません。
alarm-replaced = あなたの別の端末が、ルームでこの端末に代わりました。心当たりがなければ、すぐ世話役に伝えてください。誰かが復旧キットかこのプロフィールの写しを持っています。
alarm-copied-profile = 警告: このプロフィールの別の写しがあなたの名で話しているか、これが古い写しから戻されたものです。この鍵はもう使わず、新しい鍵でまたノックします。一つのプロフィールの写しを二つ使わないでください。
alarm-no-steward-secret = 警告: この端末には役割があるのに、その鍵がありません。管理に役割を付け直してもらってください。

mark-reply = 返信
mark-edit = 変更済み
mark-reaction = リアクション
mark-deletion = 発言を取り消しました
mark-deleted = 取り消し済み
mark-file = ファイル
mark-folded = 折りたたみ
mark-folded-for = 折りたたみ: { $labels }
mark-queued = まだ送っていません
mark-failed = 送れませんでした
mark-you = あなた

label-other = その他
label-self-harm = 自傷
label-suicide = 自殺
label-abuse = 虐待
label-sexual-violence = 性暴力
label-violence = 暴力
label-addiction = 依存
label-eating = 食と摂食
label-death = 死
label-discrimination = 差別
label-medical = 医療
label-sexuality = 性
label-war = 戦争
label-religion = 宗教
label-politics = 政治
label-spoiler = ネタバレ

reason-other = そのほか
reason-harassment = いやがらせ
reason-threat = 脅し
reason-sexual-approach = 望まない性的な誘い
reason-personal-data = 誰かの個人情報
reason-moved-elsewhere = よそへの誘い出し
reason-harmful-advice = 害になる助言
reason-misinformation = 誤った情報
reason-self-harm-content = 自傷をすすめる内容
reason-spam = 迷惑な投稿
reason-race = 人種や出身を理由に人を傷つける
reason-sex-or-gender = 性別やジェンダーを理由に人を傷つける
reason-orientation = 誰を愛するかを理由に人を傷つける
reason-religion = 宗教を理由に人を傷つける
reason-ability = 障害や病気を理由に人を傷つける
reason-age = 年齢を理由に人を傷つける
reason-nationality = 国籍を理由に人を傷つける
reason-belief = 信念を理由に人を傷つける
reason-culture = 文化を理由に人を傷つける

measure-nudge = やさしい声かけ
measure-fold = 折りたたみ
measure-hide = 非表示
measure-restore = 再表示
measure-lock = ロック
measure-slow-mode = 発言の間の待ち時間
measure-timeout = 休止
measure-probation = はじめの段階に戻す
measure-remove = ルームから外す
measure-ban = 追放
measure-lift = 解除
log-missing = 警告: これより前の { $who } さんの記録が一つ欠けています。
log-rule = 約束 { $number }
log-until = { $day } まで
said-log-empty = このルームではまだ何も行われていません。

join-waiting = { $room } に { $name } としてノックしました。誰かが開けるのを待っています。
said-join-stop = Ctrl-C で止められます。同じコマンドで続きを待てます。
join-knocked = { $room } にノックしました。後で同じコマンドを実行すると返事が見られます。
join-in = { $room } に入りました。話すには: { $command }
door-shows = { $room } はノックする人にこう示しています:
guidelines-also = ほかの言語: { $tags }。{ $option } で表示します。
said-answers-wanted = ルームから質問があります。順番に、質問ごとに { CMD("--answer") } で答えてください
said-accept-wanted = この約束ごとを守るなら { CMD("--accept") } を付けてください。付けなければ読むだけになります。
said-no-guidelines = このルームに約束ごとはありません。
said-guidelines-elsewhere = ルームには約束ごとがありますが、この端末にその文がありません。管理にもう一度示してもらってください。
said-accepted = 約束ごとに同意しました。
said-not-accepted = まだ同意していないので、読むだけです: { CMD("sitr guidelines ROOM --accept") }
said-acceptance-waits = 同意しました。ルームの世話役が来れば話せます。後でもう一度実行してみてください。
chat-begins = { $room } に入っています。書いた行はそのまま送られます。{ CMD("/help") } でコマンドを表示します。
chat-knock = { $who } さんがノックしています。{ CMD("/admit") } { $who } か { CMD("/refuse") } { $who } と打ってください
chat-knock-says = { $who } さんがノックしています。ひとこと: { $note }。{ CMD("/admit") } { $who } か { CMD("/refuse") } { $who } と打ってください
said-quickstart-link = このルームにノックしてよい人のための招待リンク:
quickstart-join = 友だちが入るには:  { $command }
said-quickstart-loopback = リレーがこの機械の中だけで待ち受けているため、このリンクはここでだけ使えます。よそにいる人のためには { CMD("--listen ADDR:PORT") } を付けて動かし、別の住所で届くなら { CMD("--public-url URL") } も付けてください。
said-quickstart-ip = 水準「直接」: リレーには各自の IP アドレスが見えます。何が話され、誰が話したかは見えません。
said-no-rooms = このプロフィールにはまだルームがありません。
said-no-knocks = 待っている人はいません。
said-no-newcomers = 見習い中の人はいません。
knock-admitted = { $who } さんを入れました。
knock-refused = { $who } さんを断りました。
member-removed = { $who } さんを外しました。
newcomer-vouches = 保証 { $have } / { $need }
room-left = { $room } を出ました。
room-leaving = { $room } を出たいと伝えました。誰かが外すまで名簿に残ります。
topic-unread = { $count ->
   *[other] 未読 { $count } 件
}
invite-used = { $uses ->
   *[other] { $uses } 回のうち { $used } 回使用
}

said-vote-stands = あなたの票は次の鍵とともに記され、すべてのメンバーに見えます。
said-proposed = メンバーが賛成の票を入れられます。
said-no-motions = 提案はありません。
said-rsvp = あなたの名前なしで、主催する人に届きました。
said-asked-alone = 頼みました。二人のルームはできています。相手が受け入れるまで何も見えません。
said-cancelled = 取り消しました。何も送られていません。
said-place-unknown = まだ知らされていません。
said-on-your-way = 入るところです。
event-answers = 来る { $yes } 人、たぶん { $maybe } 人、来ない { $no } 人
place-told = 来る { $count } 人に知らせました。
direct-asks = { $who } さんが二人で話したいと頼んでいます
confided-report = 誰が言ったかの証拠とともに、ルームの世話役に届きました。あなたの名前は入っていません。
confided-whisper = ルームの世話役に届きました。あなたの名前は入っていません。
confided-appeal = 別の見守りに届きました。
confided-call = 呼びかけに答える人たちに知らせました。危険なときは、今いる場所の緊急の窓口に電話してください。
confided-answer = 尋ねた人だけが読めます。
confided-vote = あなたの票を見るのは尋ねた人だけです。
confided-vouch = ルームの世話役に、あなたの名前とともに届きました。ほかのメンバーには見えません。
said-care-not-reviewed = (この分野を知る人は、まだこの言葉を確かめていません。)
said-care-nothing-found = 個人的なものは見つかりませんでした。ただし保証はできません。
care-found = 含まれているようです: { $what }。知らない人があなたを見つける手がかりになります。
personal-phone = 電話番号
personal-email = メールアドレス
personal-handle = よその場での名前
personal-address = 住所
notice-something = 新しいお知らせ
notice-look-here = アプリを開いてください

told-error = エラー: { $message }
told-hint = ヒント: { $hint }
error-storage = プロフィールの保存に失敗しました
error-no-room = このプロフィールにそのルームはありません
error-not-active = この端末はルームに参加していません
error-not-steward = これができるのはルームの世話役だけです
error-no-message = このルームにそのメッセージはありません
error-nobody = ルームにこれを伝える相手がいません
error-last-admin = 最後の管理は出られません。先に別の人を管理にしてください
error-no-member = このルームにそのメンバーはいません
error-no-invite = このルームにその招待はありません
error-no-knock = このルームにそのノックはありません
error-knock-answered = このノックにはもう返事がされています
error-being-removed = このメンバーは外されるところです。ノックはその後で決めてください
error-too-large = ルームが大きすぎて、これ以上入れません。先に誰かを外してください
error-unvouched = この人を保証しているメンバーは { $need } 人中 { $have } 人です（この端末が知るかぎり）
error-setting = どのルームもこの設定にはできません。範囲の外か、数が多すぎます
error-guidelines = これは今の約束ごとではありません。もう一度読んでください
error-card = 招待のカードがリンクと合いません
error-expired = 招待は期限切れか、取り消されました
error-already-member = このプロフィールはもうそのルームにいます
error-relay-identity = リレーの住所で別の相手が答えています。リレーの鍵が証明されませんでした
error-route = リレーの住所が { CMD("ws://") } か { CMD("wss://") } で始まっていません
error-token = リレーが運営者のトークンを求めています。このリレー用に設定してください
error-relay-protocol = リレーが手順を守っていません
error-relay-work = リレーが許される以上の作業を求めています
error-unreachable = リレーに届きません
error-link-foreign = これは招待リンクではありません。{ CMD("sitr://join#") } で始まるはずです
error-link-damaged = 招待リンクが壊れています。全体をもう一度コピーしてください
error-link-version = 招待リンクがより新しい種類です。このプログラムを更新してください
error-patience = まだ終わっていません。送信箱に残り、リレーに届いたら続きます
error-file = ファイルがなくなったか、作者が示したものと違います
error-closed = プロフィールは閉じられました
error-forbidden-for = あなたの役割ではできません: { $why }
error-unsaid-for = ここでは言えません: { $why }
error-no-profile = { $folder } にプロフィールがありません
error-wrong-passphrase = パスフレーズが違います。打ち直すか、復旧コードを使ってください
error-unknown = { $kind ->
    [member] { $typed } というメンバーはいません
    [knock] { $typed } という人はノックしていません
    [invite] { $typed } という招待はありません
    [message] { $typed } というメッセージはありません
   *[room] { $typed } というルームはありません
}
error-no-text = 送る文がありません
error-not-sent = このメッセージはもう送れません

hint-storage = ディスクとプロフィールのフォルダーを確かめてください。途中のままのものはありません
hint-no-room = ルームの一覧で名前と ID を確かめてください
hint-not-active = 先にルームに入るか、招待リンクでもう一度ノックしてください
hint-not-steward = ルームの管理か見守りに頼んでください
hint-unsaid = ルームの見守りに尋ねるか、決まりを見てください
hint-last-admin = 別のメンバーを管理にしてから出てください
hint-no-member = メンバーの一覧で名前と ID を確かめてください
hint-no-knock = 待っている人の一覧を見てください
hint-unvouched = この人を知るメンバーに保証を頼むか、必要な数を減らすよう管理の人に頼んでください
hint-guidelines = 約束ごとをもう一度読み、それに同意してください
hint-name = 別の名前を選んでください
hint-too-long = 分けて送ってください
hint-expired = 新しいリンクを頼んでください
hint-relay-identity = 先へ進まないでください。リンクをくれた人に、リレーが移ったか尋ねてください
hint-token = リレーの運営者にトークンを頼んでください
hint-unreachable = リレーが動いていて、自分がオンラインか確かめてください。失われたものはありません
hint-link = リンク全体をもう一度コピーするか、新しいものを頼んでください
hint-patience = 動かしたままにするか、後でこのルームのコマンドを実行してください
hint-refused = リンクをくれた人に尋ねてください。新しいリンクでまたノックできます
hint-open = パスフレーズをなくしたら: { CMD("sitr profile recover") }
hint-usage = コマンドに { CMD("--help") } を付けると使い方が出ます

guidelines-kind = やさしく。ここにいる誰もが何かを抱えています。
guidelines-confidence = ここでの話はここだけに。名前も、写しも、画面の写真も外に出しません。
guidelines-respect = 人種、性別やジェンダー、性的指向、宗教、障害、年齢、国籍、信念、文化を理由に誰もおとしめません。
guidelines-listen = まず聴きましょう。助言は求められたときに。医師や法律家の仕事になる助言はしません。
guidelines-warn = 人を傷つけうる話の前には注意を添えます。自分を傷つける方法は決して書きません。
guidelines-private = 返事も、会うことも、二人だけの会話も、無理に求めません。
guidelines-help = 困ったことがあれば見守りに伝えてください。このルームは専門の支援の代わりにはなりません。
