### 简体中文。

reviewed = no

role-admin = 管理
role-moderator = 协管
role-doorkeeper = 门卫
role-professional = 专业人士
role-mentor = 引导者
role-member = 成员
role-ally = 支持者
role-newcomer = 新来者

state-joined = 你已在房间里。
state-waiting = 你正在等待进入。
state-leaving = 你正在离开房间。
state-left = 你已离开房间。
state-removed = 你已被移出房间。
state-refused = 你没有获准进入房间。
state-stuck = 这台设备已跟不上房间。请用邀请链接再次敲门。

event-joined = { $who } 进入了房间。
event-gone = { $who } 已不在房间里。
event-returned = { $who } 用另一台设备回来了
event-role = { $who } 现在的角色是：{ $role }。
event-silent = { $days ->
   *[other] { $who } 的设备已有 { $days } 天没有消息，因此被移出房间。
}
event-knock = { $who } 在敲门。
event-knock-says = { $who } 在敲门，并说：{ $note }
event-unsaid = { $who } 说的一句话未被接受：{ $why }
event-aside = 只给少数人，来自一位没有说出名字的人：{ $words }
event-aside-named = 只给你，来自 { $who }：{ $words }
event-vouches = { $who } 为一位新来者担保。
event-vouches-not = { $who } 不再为一位新来者担保。
event-dropped = 有一项请求不会被执行：{ $why }
event-settings = 房间改变了这些设置：{ $settings }。
said-refused = 你没有获准进入
event-refused-why = 你没有获准进入：{ $why }
event-retires = 这个房间的中继将停用：{ $day } 是房间在那里还能变动的最后一天。之后没有人能进出，谈话会随信箱一起结束。请在此之前到另一个中继上重新建立房间，并把邀请发到这里：{ $command }
said-relay-stays = 这个房间的中继还是会保留。
said-reviewed = 已审阅
said-not-reviewed = 尚未审阅
said-offline = 暂时连不上中继，正在重试。
said-online = 已重新连接。

why-role = 这个角色不能这样做
why-timeout = 说话的人暂时只能阅读
why-guidelines = 说话的人还没有接受现在的守则
why-palette = 这个房间没有这种回应
why-too-soon = 在这个房间里，两条消息之间要稍等一下
why-closed = 房间在这个时段关闭
why-locked = 房间或话题没有对这个人开放
why-direct = 这个房间没有私聊
why-not-own = 只能修改或收回自己的话
why-peer = 这个角色不能管理这个人
why-manner = 这不能用这种方式说
why-steward = 只有照看房间的人才能结束一个阶段
why-remove-rank = 这个角色不能移出这个人
why-policy-rank = 只有管理可以改变角色和设置
why-no-admin = 房间会没有管理
why-banned = 其中有被禁止进入的人
why-keeper-rank = 只有协管或管理可以设定等待、锁定、暂停和禁止
why-lift-rank = 禁止只能由管理解除，或由另一位协管解除
why-vote = 这个房间的守则只能通过投票改变
why-vouch = 只能为新来者担保

alarm-relay-splits = 警报：中继给成员看的是不同的房间，它的签名证明了这一点。不要相信这个中继；请用别的方式和大家联系。
alarm-transcript-differs = 警报：有一位成员看到的房间经过与你看到的不同。说谎的是中继或那位成员。请互相比对安全号码。
alarm-relay-end = 中继说这个房间的信箱已关闭，却没有证明：其中内容都没有被接受，正在再次询问
alarm-relay-mark = 警报：中继签名的内容与它给出的不同。不要相信这个中继。
alarm-fork-attempt = 警报：有一位照看房间的人想让房间同时走两条路。没有丢失任何东西；请询问管理。
alarm-stuck = 这台设备已跟不上房间。只要有入口，它会自己再次敲门；否则请向照看房间的人要一个链接。读过的会保留，写好的稍后发送。
alarm-raid = 警报：一小时内敲门的人太多，门已关闭，开放的邀请已撤销。请看看谁在等待，并为你认识的人做一个新的邀请。
alarm-relay-forgets = 警报：中继没有保存它确认过或显示过的内容：它在说谎，或者被恢复到了旧的副本。能找回的内容会重新读取并发送。
alarm-relay-restored = 中继说它从副本恢复过来：在那之后确认过的内容它可能已经忘记。能找回的内容会重新读取并发送；之后进来的人可能需要再次敲门。
alarm-replaced = 你的另一台设备在房间里取代了这一台。如果不是你本人所为，请马上告诉照看房间的人：有人拿到了你的恢复包或这份资料的副本。
alarm-copied-profile = 警报：这份资料的另一个副本正以你的名义说话，或者这一份是从更旧的副本恢复的。它不再使用这些密钥，会用新的密钥再次敲门。千万不要同时使用一份资料的两个副本。
alarm-no-steward-secret = 警报：这台设备有角色，却没有相应的密钥。请管理重新给予这个角色。

mark-reply = 回复
mark-edit = 已修改
mark-reaction = 回应
mark-deletion = 收回了一条消息
mark-deleted = 已收回
mark-file = 文件
mark-folded = 已折叠
mark-folded-for = 已折叠：{ $labels }
mark-queued = 尚未发送
mark-failed = 没有发出
mark-you = 你

label-other = 其他
label-self-harm = 自我伤害
label-suicide = 自杀
label-abuse = 虐待
label-sexual-violence = 性暴力
label-violence = 暴力
label-addiction = 成瘾
label-eating = 饮食
label-death = 死亡
label-discrimination = 歧视
label-medical = 医疗
label-sexuality = 性
label-war = 战争
label-religion = 宗教
label-politics = 政治
label-spoiler = 剧透

reason-other = 其他原因
reason-harassment = 骚扰
reason-threat = 威胁
reason-sexual-approach = 不受欢迎的性接触
reason-personal-data = 泄露他人的个人信息
reason-moved-elsewhere = 引诱他人去别处
reason-harmful-advice = 有害的建议
reason-misinformation = 错误信息
reason-self-harm-content = 鼓励自我伤害
reason-spam = 垃圾消息
reason-race = 因种族或出身伤害他人
reason-sex-or-gender = 因性别伤害他人
reason-orientation = 因所爱的人伤害他人
reason-religion = 因宗教伤害他人
reason-ability = 因残障或疾病伤害他人
reason-age = 因年龄伤害他人
reason-nationality = 因国籍伤害他人
reason-belief = 因信念伤害他人
reason-culture = 因文化伤害他人

measure-nudge = 友善提醒
measure-fold = 折叠
measure-hide = 隐藏
measure-restore = 恢复显示
measure-lock = 锁定
measure-slow-mode = 消息间隔
measure-timeout = 暂停
measure-probation = 回到新来者
measure-remove = 移出
measure-ban = 禁止进入
measure-lift = 解除
log-missing = 警报：在这之前缺少 { $who } 的一条记录。
log-rule = 守则第 { $number } 条
log-until = 到 { $day } 为止
said-log-empty = 这个房间还没有采取过任何措施。

join-waiting = 你以 { $name } 的名字敲了 { $room } 的门，正在等人开门。
said-join-stop = 可以按 Ctrl-C 停下：再用同一条命令会继续等待。
join-knocked = 你敲了 { $room } 的门。稍后再用同一条命令查看答复。
join-in = 你已在 { $room }。开始交谈：{ $command }
door-shows = { $room } 对敲门的人显示：
guidelines-also = 还有这些语言：{ $tags }。{ $option } 可全部显示。
said-answers-wanted = 房间有问题要问：请按顺序用 { CMD("--answer") } 逐一回答
said-accept-wanted = 如果你愿意遵守这些守则，请加上 { CMD("--accept") }；不加则只能阅读。
said-no-guidelines = 这个房间没有守则。
said-guidelines-elsewhere = 房间有守则，但这台设备没有它的文本：请管理再说一遍。
said-accepted = 你已接受守则。
said-not-accepted = 你还没有接受守则，只能阅读：{ CMD("sitr guidelines ROOM --accept") }
said-acceptance-waits = 你接受了守则。照看房间的人一来，你就可以说话：请稍后再运行一次。
chat-begins = 你在 { $room } 里。你写的每一行都会发送；{ CMD("/help") } 列出命令。
chat-knock = { $who } 在敲门：请输入 { CMD("/admit") } { $who } 或 { CMD("/refuse") } { $who }
chat-knock-says = { $who } 在敲门，并说 { $note }：请输入 { CMD("/admit") } { $who } 或 { CMD("/refuse") } { $who }
said-quickstart-link = 邀请链接，给可以敲这个房间门的人：
quickstart-join = 朋友这样加入：  { $command }
said-quickstart-loopback = 这个链接只在这台机器上有效，因为中继只在本机监听。要让别处的朋友使用，请加上 { CMD("--listen ADDR:PORT") } 运行；如果他们通过另一个地址到达，再加上 { CMD("--public-url URL") }。
said-quickstart-ip = “直接”级别：中继看得到每个人的 IP 地址，看不到说了什么，也看不到是谁说的。
said-no-rooms = 这份资料里还没有房间。
said-no-knocks = 没有人在等待。
said-no-newcomers = 没有人在试用期。
knock-admitted = { $who } 可以进来了。
knock-refused = 没有让 { $who } 进来。
member-removed = 已移出 { $who }。
newcomer-vouches = 担保：{ $have } / { $need }
room-left = 你已离开 { $room }。
room-leaving = 你请求离开 { $room }。在那里有人把你移出之前，你仍在名单上。
topic-unread = { $count ->
   *[other] { $count } 条未读
}
invite-used = { $uses ->
   *[other] { $uses } 次中已用 { $used } 次
}

said-vote-stands = 你的投票会随你的下一组密钥一起记录，所有成员都能看到。
said-proposed = 成员可以为它投票。
said-no-motions = 没有任何提议。
said-rsvp = 发起活动的人已收到，没有你的名字。
said-asked-alone = 已提出请求。两人的房间已经准备好；对方接受之前不会显示其中任何内容。
said-cancelled = 已收回；没有发送任何内容。
said-place-unknown = 尚未告知。
said-on-your-way = 你正在进入。
event-answers = 会来：{ $yes }，可能来：{ $maybe }，不来：{ $no }
place-told = 已告知会来的 { $count } 人。
direct-asks = { $who } 请求单独交谈
confided-report = 照看房间的人已收到，并附有是谁说的证明。里面没有你的名字。
confided-whisper = 照看房间的人已收到。里面没有你的名字。
confided-appeal = 另一位协管已收到。
confided-call = 回应求助的人已得到通知。如有危险，请拨打你所在地的紧急服务电话。
confided-answer = 只有提问的人能读到。
confided-vote = 只有提问的人能看到你的选择。
confided-vouch = 照看房间的人收到了，带有你的名字。其他成员看不到。
said-care-not-reviewed = （还没有了解这一领域的人审阅过这些文字。）
said-care-nothing-found = 没有发现个人信息；但这不是保证。
care-found = 其中似乎有：{ $what }。陌生人可能凭此找到你。
personal-phone = 电话号码
personal-email = 电子邮箱
personal-handle = 其他平台上的名字
personal-address = 住址
notice-something = 有新内容
notice-look-here = 请打开应用

told-error = 错误：{ $message }
told-hint = 提示：{ $hint }
error-storage = 资料的存储出了问题
error-no-room = 这份资料里没有这个房间
error-not-active = 这台设备没有参与这个房间
error-not-steward = 只有照看房间的人可以这样做
error-no-message = 这个房间里没有这条消息
error-nobody = 房间里没有可以对其说这句话的人
error-last-admin = 最后一位管理不能离开：请先让别人成为管理
error-no-member = 这个房间里没有这位成员
error-no-invite = 这个房间里没有这个邀请
error-no-knock = 没有人这样敲过这个房间的门
error-knock-answered = 这次敲门已有答复
error-being-removed = 这位成员正在被移出：请之后再决定这次敲门
error-too-large = 房间太大，不能再加成员：请先移出一位
error-unvouched = 为这位新来者担保的成员：{ $have } / { $need }（就这台设备所知）
error-setting = 任何房间都不能有这个设置：超出了范围，或同类太多
error-guidelines = 这不是房间现在的守则：请再读一遍
error-card = 邀请卡与链接不相符
error-expired = 邀请已过期或已撤销
error-already-member = 这份资料已在那个房间里
error-relay-identity = 在中继的地址上应答的是别人：没有证明中继的密钥
error-route = 中继的地址不是以 { CMD("ws://") } 或 { CMD("wss://") } 开头
error-token = 中继要求运营者的令牌：请为这个中继设置一个
error-relay-protocol = 中继没有遵守协议
error-relay-work = 中继要求的工作量超过了允许的范围
error-unreachable = 连不上中继
error-link-foreign = 这不是邀请链接：它必须以 { CMD("sitr://join#") } 开头
error-link-damaged = 邀请链接已损坏：请重新复制完整的链接
error-link-version = 邀请链接属于较新的版本：请更新本程序
error-patience = 还没有完成：它留在发件箱里，连上中继后会继续
error-file = 文件已不在，或不是所指的那一个
error-closed = 资料已关闭
error-forbidden-for = 你的角色不能这样做：{ $why }
error-unsaid-for = 这里不能说这个：{ $why }
error-no-profile = { $folder } 里没有资料
error-wrong-passphrase = 口令不对：请重新输入，或使用恢复码
error-unknown = { $kind ->
    [member] 没有叫 { $typed } 的成员
    [knock] 没有叫 { $typed } 的人敲过门
    [invite] 没有叫 { $typed } 的邀请
    [message] 没有叫 { $typed } 的消息
   *[room] 没有叫 { $typed } 的房间
}
error-no-text = 没有可发送的文字
error-not-sent = 这条消息已无法发送

hint-storage = 请检查磁盘和资料的文件夹；没有只做了一半的事
hint-no-room = 列出房间以查看名称和编号
hint-not-active = 请先加入房间，或用邀请链接再次敲门
hint-not-steward = 请询问房间的管理或协管
hint-unsaid = 请询问房间的协管，或查看房间的规则
hint-last-admin = 请先把管理交给另一位成员，再离开
hint-no-member = 列出成员以查看名字和编号
hint-no-knock = 列出正在等待的人
hint-unvouched = 请认识这位新来者的成员担保，或请管理者减少所需担保
hint-guidelines = 请重新阅读守则，并接受现在的守则
hint-name = 请换一个名字
hint-too-long = 请分开发送
hint-expired = 请索取新的链接
hint-relay-identity = 请不要继续：问一问给你链接的人，中继是否已搬迁
hint-token = 请向中继的运营者索取令牌
hint-unreachable = 请检查中继是否在运行、你是否在线；没有丢失任何东西
hint-link = 请重新复制整个链接，或索取新的链接
hint-patience = 让它继续运行，或稍后再运行这个房间的任何命令
hint-refused = 请问给你链接的人；有了新链接可以再次敲门
hint-open = 如果口令丢失：{ CMD("sitr profile recover") }
hint-usage = 在命令后加上 { CMD("--help") } 查看用法

guidelines-kind = 请善待彼此。这里的每个人都承受着一些事。
guidelines-confidence = 在这里说的留在这里：不提名字，不复制，不拍屏幕。
guidelines-respect = 不因种族、性别、性取向、宗教、残障、年龄、国籍、信念或文化贬低任何人。
guidelines-listen = 先倾听。别人想要时再给建议，不代替医生或律师提建议。
guidelines-warn = 可能伤到别人的内容前请先提醒。绝不描述伤害自己的方法。
guidelines-private = 不强迫任何人：不强求回复，不强求见面，不强求私聊。
guidelines-help = 如果有什么不对，请告诉协管。这个房间不能代替专业的照护。
