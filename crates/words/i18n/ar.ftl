### العربية.

reviewed = no

role-admin = إدارة
role-moderator = إشراف
role-doorkeeper = استقبال
role-professional = اختصاص مهني
role-mentor = إرشاد
role-member = عضوية
role-ally = مساندة
role-newcomer = انضمام جديد

state-joined = أنت في الغرفة.
state-waiting = بانتظار السماح لك بالدخول.
state-leaving = مغادرتك للغرفة جارية.
state-left = لقد غادرت الغرفة.
state-removed = لم تعد لك عضوية في الغرفة، فقد أُزيلت.
state-refused = لم يُسمح لك بدخول الغرفة.
state-stuck = لم يعد هذا الجهاز قادرًا على متابعة الغرفة. يمكنك طرق الباب من جديد برابط دعوة.

event-joined = انضمام إلى الغرفة: { $who }.
event-gone = خروج من الغرفة: { $who }.
event-returned = عودة بجهاز آخر: { $who }
event-role = دور { $who } الآن: { $role }.
event-silent = { $days ->
    [zero] لم يصل شيء من جهاز { $who } منذ أقل من يوم، لذلك أُخرج من الغرفة.
    [one] لم يصل شيء من جهاز { $who } منذ يوم واحد، لذلك أُخرج من الغرفة.
    [two] لم يصل شيء من جهاز { $who } منذ يومين، لذلك أُخرج من الغرفة.
    [few] لم يصل شيء من جهاز { $who } منذ { $days } أيام، لذلك أُخرج من الغرفة.
    [many] لم يصل شيء من جهاز { $who } منذ { $days } يومًا، لذلك أُخرج من الغرفة.
   *[other] لم يصل شيء من جهاز { $who } منذ { $days } يوم، لذلك أُخرج من الغرفة.
}
event-knock = طرق على الباب من { $who }.
event-knock-says = طرق على الباب من { $who } مع هذه الكلمات: { $note }.
event-unsaid = لم يُقبل كلام من { $who }: { $why }
event-aside = لعدد قليل، من شخص لم يذكر اسمه: { $words }
event-aside-named = لك وحدك، من { $who }: { $words }
event-vouches = تزكية من { $who } لانضمام جديد.
event-vouches-not = سُحبت تزكية { $who } لانضمام جديد.
event-mediation = عرض وساطة من { $who }: { $command }
event-dropped = لن يتم شيء كان قد طُلب: { $why }
event-settings = قررت الغرفة تغيير ما يلي: { $settings }.
said-refused = لم يُسمح لك بالدخول
event-refused-why = لم يُسمح لك بالدخول: { $why }
event-retires = سيتوقف مُرحِّل هذه الغرفة: { $day } آخر يوم يمكن أن تتغير فيه الغرفة هناك. بعده لا يدخل أحد ولا يخرج، وينتهي الحديث بانتهاء صندوقه. قبل ذلك ينبغي أن ينقل أحد المشرفين العامين الغرفة إلى مُرحِّل آخر: { $command }
said-relay-stays = سيبقى مُرحِّل هذه الغرفة.
said-reviewed = تمت مراجعتها
said-not-reviewed = لم تُراجع بعد
said-offline = لا يمكن الوصول إلى المُرحِّل الآن، والمحاولة مستمرة.
said-online = عاد الاتصال.

why-role = هذا الدور لا يسمح بذلك
why-timeout = القراءة فقط متاحة الآن لمن قال هذا
why-guidelines = من قال هذا لم يقبل الإرشادات الحالية
why-palette = هذا التفاعل غير موجود في الغرفة
why-too-soon = لا بد من انتظار قليل بين رسالتين في هذه الغرفة
why-closed = الغرفة مغلقة في هذه الساعة
why-locked = الغرفة أو الموضوع ليس مفتوحًا لمن قال هذا
why-direct = لا توجد محادثات ثنائية في هذه الغرفة
why-not-own = لا يمكن تغيير كلام الآخرين ولا سحبه
why-peer = هذا الدور لا يسمح بالإشراف على هذا الشخص
why-manner = لا يقال هذا بهذه الطريقة
why-steward = لا يُنهي الحقبة إلا القائمون على الغرفة
why-remove-rank = هذا الدور لا يسمح بهذه الإزالة
why-policy-rank = لا يغيّر الأدوار والإعدادات إلا الإدارة
why-no-admin = ستبقى الغرفة بلا إدارة
why-banned = فيه شخص محظور
why-keeper-rank = الإبطاء والأقفال والإيقاف والحظر من عمل الإشراف أو الإدارة فقط
why-lift-rank = يرفع الحظر أحد من الإدارة، أو من الإشراف غير من فرضه
why-vote = لا تتغير إرشادات هذه الغرفة إلا بالتصويت
why-vouch = لا تزكية إلا لمن انضم حديثًا
why-over = أُغلقت الغرفة نهائيًا

alarm-relay-splits = إنذار: يعرض المُرحِّل على الأعضاء غرفًا مختلفة، وتوقيعاته تثبت ذلك. لا ثقة في هذا المُرحِّل؛ يُرجى التواصل مع الآخرين بطريق آخر.
alarm-transcript-differs = إنذار: رأى أحد الأعضاء مجرى آخر لهذه الغرفة غير الذي رأيته. إما أن المُرحِّل لا يصدق أو ذلك العضو. يُرجى مقارنة أرقام الأمان.
alarm-relay-end = قال المُرحِّل إن صندوق هذه الغرفة أُغلق ولم يثبت ذلك: لم يؤخذ بشيء منه، ويُسأل من جديد
alarm-relay-mark = إنذار: وقّع المُرحِّل على غير ما أعطى. لا ثقة في هذا المُرحِّل.
alarm-fork-attempt = إنذار: حاول أحد القائمين على الغرفة قيادتها في طريقين معًا. لم يضع شيء؛ يُرجى سؤال الإدارة.
alarm-stuck = لم يعد هذا الجهاز قادرًا على متابعة الغرفة. سيطرق الباب من جديد وحده إن كان له مدخل، وإلا فيُرجى طلب رابط من القائمين على الغرفة. ما قرأته باقٍ، وما كتبته يُرسل لاحقًا.
alarm-raid = إنذار: كثر الطرق في ساعة واحدة حتى أُغلق الباب وأُلغيت الدعوات المفتوحة. يُرجى النظر في من ينتظر، وعمل دعوة جديدة لمن تعرفهم.
alarm-relay-forgets = إنذار: لا يحتفظ المُرحِّل بما أقرّ به أو عرضه من قبل: إما أنه لا يصدق، أو أن مشغّله عاد إلى نسخة قديمة. ما ضاع ويمكن الحصول عليه يُقرأ ويُرسل من جديد.
alarm-relay-restored = يقول المُرحِّل إنه عاد من نسخة: قد يكون نسي ما أقرّ به منذ ذلك الحين. ما ضاع ويمكن الحصول عليه يُقرأ ويُرسل من جديد، ومن دخل بعد ذلك فقد يحتاج إلى طرق الباب من جديد.
alarm-replaced = أخذ جهاز آخر من أجهزتك مكان هذا الجهاز في الغرفة. إن لم يكن ذلك منك فيُرجى إخبار القائمين على الغرفة الآن: لدى أحدهم عدة الاستعادة أو نسخة من هذا الملف الشخصي.
alarm-copied-profile = إنذار: نسخة أخرى من هذا الملف الشخصي تتكلم باسمك، أو أن هذه النسخة أُعيدت من نسخة أقدم. لن تستخدم هذه المفاتيح بعد الآن، وستطرق الباب بمفاتيح جديدة. لا ينبغي تشغيل نسختين من ملف واحد أبدًا.
alarm-no-steward-secret = إنذار: لهذا الجهاز دور بلا مفاتيحه. يُرجى أن يُطلب من الإدارة منح الدور من جديد.

mark-reply = رد
mark-edit = معدّل
mark-reaction = تفاعل
mark-deletion = سحب رسالة
mark-deleted = سُحبت
mark-file = ملف
mark-folded = مطوية
mark-folded-for = مطوية: { $labels }
mark-queued = لم تُرسل بعد
mark-failed = لم تُرسل
mark-you = أنت

label-other = غير ذلك
label-self-harm = إيذاء النفس
label-suicide = الانتحار
label-abuse = الإساءة
label-sexual-violence = العنف الجنسي
label-violence = العنف
label-addiction = الإدمان
label-eating = الطعام واضطراباته
label-death = الموت
label-discrimination = التمييز
label-medical = أمور طبية
label-sexuality = الجنس والميول
label-war = الحرب
label-religion = الدين
label-politics = السياسة
label-spoiler = كشف للأحداث

reason-other = شيء آخر
reason-harassment = مضايقة
reason-threat = تهديد
reason-sexual-approach = تقرّب جنسي غير مرغوب
reason-personal-data = معلومات شخصية عن أحد
reason-moved-elsewhere = استدراج إلى مكان آخر
reason-harmful-advice = نصيحة مؤذية
reason-misinformation = معلومات خاطئة
reason-self-harm-content = تشجيع على إيذاء النفس
reason-spam = رسائل مزعجة
reason-race = ضد الناس بسبب العرق أو الأصل
reason-sex-or-gender = ضد الناس بسبب الجنس أو النوع الاجتماعي
reason-orientation = ضد الناس بسبب من يحبون
reason-religion = ضد الناس بسبب الدين
reason-ability = ضد الناس بسبب إعاقة أو مرض
reason-age = ضد الناس بسبب السن
reason-nationality = ضد الناس بسبب الجنسية
reason-belief = ضد الناس بسبب المعتقد
reason-culture = ضد الناس بسبب الثقافة

measure-nudge = تنبيه لطيف
measure-fold = طيّ
measure-hide = إخفاء
measure-restore = إعادة إظهار
measure-lock = قفل
measure-slow-mode = إبطاء
measure-timeout = إيقاف مؤقت
measure-probation = العودة إلى البداية
measure-remove = إزالة
measure-ban = حظر
measure-lift = رفع الإجراء
measure-mediation = وساطة
log-missing = إنذار: قيد من { $who } قبل هذا مفقود.
log-rule = القاعدة { $number }
log-until = حتى { $day }
said-log-empty = لم يُتخذ أي إجراء في هذه الغرفة بعد.

join-waiting = لقد طرقت باب { $room } باسم { $name }. بانتظار من يفتح لك.
said-join-stop = يمكن الإيقاف بالضغط على Ctrl-C، والأمر نفسه يتابع الانتظار.
join-knocked = لقد طرقت باب { $room }. لرؤية الجواب يُرجى تشغيل الأمر نفسه لاحقًا.
join-in = أنت الآن في { $room }. للحديث: { $command }
door-shows = هذا ما تعرضه { $room } على من يطرق الباب:
guidelines-also = وأيضًا باللغات: { $tags }. تظهر كلها بإضافة { $option }.
said-answers-wanted = لدى الغرفة أسئلة: لكل سؤال جواب بخيار { CMD("--answer") }، بترتيب الأسئلة
said-accept-wanted = يمكن إضافة { CMD("--accept") } لقبول هذه الإرشادات، ومن دونها تكون القراءة فقط.
said-no-guidelines = ليس للغرفة إرشادات.
said-guidelines-elsewhere = للغرفة إرشادات، ونصها ليس على هذا الجهاز: يُرجى أن يُطلب من الإدارة إعادة قولها.
said-accepted = لقد قبلت الإرشادات.
said-not-accepted = لم تقبلها بعد، ولك القراءة فقط: { CMD("sitr guidelines ROOM --accept") }
said-acceptance-waits = قبولك وصل. يمكنك الكلام حين يحضر أحد القائمين على الغرفة: يُرجى إعادة تشغيل هذا الأمر لاحقًا.
chat-begins = أنت في { $room }. كل سطر تكتبه يُرسل، والأمر { CMD("/help") } يعرض الأوامر.
chat-knock = طرق على الباب من { $who }: للرد { CMD("/admit") } { $who } أو { CMD("/refuse") } { $who }
chat-knock-says = طرق على الباب من { $who } مع هذه الكلمات { $note }: للرد { CMD("/admit") } { $who } أو { CMD("/refuse") } { $who }
said-quickstart-link = رابط الدعوة، لمن يجوز له طرق باب هذه الغرفة:
quickstart-join = للانضمام:  { $command }
said-quickstart-loopback = يعمل هذا الرابط على هذا الجهاز فقط، لأن المُرحِّل لا يسمع إلا منه. لأصدقاء في مكان آخر يُرجى تشغيله مع { CMD("--listen ADDR:PORT") }، وإن كانوا يصلون بعنوان آخر فمع { CMD("--public-url URL") }.
said-quickstart-ip = المستوى «مباشر»: يرى المُرحِّل عنوان الشبكة لكل واحد، ولا يرى شيئًا مما يقال ولا من قاله.
said-no-rooms = لا توجد غرفة في هذا الملف الشخصي بعد.
said-no-knocks = لا أحد ينتظر على الباب.
said-no-newcomers = لا أحد تحت التجربة.
knock-admitted = تم إدخال { $who }.
knock-refused = لم يُسمح بالدخول لـ { $who }.
member-removed = تمت إزالة { $who }.
newcomer-vouches = التزكيات: { $have } من { $need }
room-left = لقد غادرت { $room }.
room-leaving = لقد طلبت مغادرة { $room }. يبقى اسمك في قائمتها حتى يزيله أحد هناك.
topic-unread = { $count ->
    [zero] لا جديد لم يُقرأ
    [one] رسالة واحدة لم تُقرأ
    [two] رسالتان لم تُقرآ
    [few] { $count } رسائل لم تُقرأ
    [many] { $count } رسالة لم تُقرأ
   *[other] { $count } رسالة لم تُقرأ
}
invite-used = { $uses ->
    [zero] استُعمل { $used } من { $uses }
    [one] استُعمل { $used } من مرة واحدة
    [two] استُعمل { $used } من مرتين
    [few] استُعمل { $used } من { $uses } مرات
    [many] استُعمل { $used } من { $uses } مرة
   *[other] استُعمل { $used } من { $uses } مرة
}

said-vote-stands = صوتك مسجّل مع مفاتيحك القادمة، ويراه كل الأعضاء.
said-proposed = يمكن للأعضاء التصويت عليه.
said-no-motions = لم يُقترح شيء.
said-rsvp = وصل إلى صاحب الدعوة، دون اسمك.
said-asked-alone = تم الطلب. الغرفة الثنائية جاهزة، ولا يظهر منها شيء قبل القبول.
said-cancelled = تم السحب، ولم يُرسل منه شيء.
said-place-unknown = لم يُذكر بعد.
said-on-your-way = دخولك جارٍ.
event-answers = سيأتي: { $yes }، ربما: { $maybe }، لن يأتي: { $no }
place-told = أُبلغ به من سيأتون: { $count }.
direct-asks = طلب حديث على انفراد من { $who }
mediation-offer = عرض وساطة من { $who } بينك وبين { $with } حتى { $day }. أيام حفظ الرسائل: { $days }.
confided-report = وصل البلاغ إلى القائمين على الغرفة، مع إثبات من قاله. اسمك ليس فيه.
confided-whisper = وصل كلامك إلى القائمين على الغرفة. اسمك ليس فيه.
confided-appeal = وصل اعتراضك إلى شخص آخر من الإشراف.
confided-call = وصل نداؤك إلى من يجيبون. عند الخطر يُرجى الاتصال بخدمة الطوارئ في المكان الذي أنت فيه.
confided-answer = لا يقرؤه إلا من سأل.
confided-vote = لا يرى صوتك إلا من سأل.
confided-vouch = وصلت إلى القائمين على الغرفة باسمك، ولا يراها بقية الأعضاء.
confided-mediation = وُجّه العرض إلى الاثنين. يُفتح الباب لهما متى وافقا معًا، ولا يُذكر لأحد من لم يوافق.
said-care-not-reviewed = (لم يراجع هذه الكلمات بعدُ شخص له معرفة بهذا المجال.)
said-care-nothing-found = لم يُعثر على شيء شخصي؛ وليس هذا وعدًا.
care-found = يبدو أن فيه: { $what }. قد يصل إليك الغرباء بذلك.
personal-phone = رقم هاتف
personal-email = بريد إلكتروني
personal-handle = اسم على منصة أخرى
personal-address = عنوان سكن
notice-something = هناك جديد
notice-look-here = يُرجى فتح التطبيق

told-error = خطأ: { $message }
told-hint = إرشاد: { $hint }
error-storage = تعطل تخزين الملف الشخصي
error-no-room = لا توجد غرفة كهذه في هذا الملف الشخصي
error-not-active = هذا الجهاز لا يشارك في الغرفة
error-not-steward = هذا من عمل القائمين على الغرفة فقط
error-no-message = لا توجد رسالة كهذه في هذه الغرفة
error-nobody = لا أحد في الغرفة يمكن أن يقال له هذا
error-last-admin = لا يمكن لآخر من في الإدارة أن يغادر: يُرجى منح هذا الدور لشخص آخر أولًا
error-no-member = لا يوجد عضو كهذا في هذه الغرفة
error-no-invite = لا توجد دعوة كهذه في هذه الغرفة
error-no-knock = لم يطرق أحد كهذا باب هذه الغرفة
error-knock-answered = سبق الرد على هذا الطرق
error-being-removed = إزالة هذا العضو جارية: يُرجى البتّ في طرقه بعد ذلك
error-too-large = الغرفة أكبر من أن تتسع لعضو آخر: يُرجى إزالة عضو أولًا
error-unvouched = التزكيات لهذا الانضمام الجديد { $have } من { $need }، بحسب ما وصل إلى هذا الجهاز
error-no-consent = لا يدخل أحد الوساطة قبل أن يوافق الاثنان، بطرق الباب
error-setting = لا يمكن لغرفة أن تكون بهذا الإعداد: هو خارج حدوده، أو أن عدده كبير
error-guidelines = ليست هذه إرشادات الغرفة الحالية: يُرجى قراءتها من جديد
error-card = بطاقة الدعوة لا توافق رابطها
error-expired = انتهت الدعوة أو أُلغيت
error-already-member = هذا الملف الشخصي في تلك الغرفة من قبل
error-relay-identity = يجيب غيرُ المُرحِّل على عنوانه: لم يُثبت مفتاح المُرحِّل
error-route = عنوان المُرحِّل لا يبدأ بـ { CMD("ws://") } أو { CMD("wss://") }
error-token = يطلب المُرحِّل رمزًا من مشغّله: يُرجى إعطاء رمز لهذا المُرحِّل
error-relay-protocol = المُرحِّل لا يلتزم بالبروتوكول
error-relay-work = يطلب المُرحِّل عملًا أكثر مما يجوز لأي مُرحِّل
error-unreachable = لا يمكن الوصول إلى المُرحِّل
error-link-foreign = هذا ليس رابط دعوة: لا بد أن يبدأ بـ { CMD("sitr://join#") }
error-link-damaged = رابط الدعوة تالف: يُرجى نسخه كاملًا من جديد
error-link-version = رابط الدعوة من نوع أحدث: يُرجى تحديث هذا البرنامج
error-patience = لم يتم هذا بعد: يبقى في صندوق الصادر ويستمر عند الوصول إلى المُرحِّل
error-file = الملف لم يعد موجودًا، أو ليس هو الملف المقصود
error-closed = أُغلق الملف الشخصي
error-forbidden-for = دورك لا يسمح بهذا: { $why }
error-unsaid-for = لا يمكن قول هذا هنا: { $why }
error-no-profile = لا يوجد ملف شخصي في { $folder }
error-wrong-passphrase = عبارة المرور غير صحيحة: يُرجى كتابتها من جديد، أو استعمال رمز الاستعادة
error-unknown = { $kind ->
    [member] لا عضو بالاسم { $typed }
    [knock] لم يطرق الباب أحد بالاسم { $typed }
    [invite] لا دعوة بالاسم { $typed }
    [message] لا رسالة بالاسم { $typed }
   *[room] لا غرفة بالاسم { $typed }
}
error-no-text = لا يوجد نص لإرساله
error-not-sent = لم يعد ممكنًا إرسال الرسالة

hint-storage = يُرجى فحص القرص ومجلد الملف الشخصي؛ لم يتم شيء بنصفه
hint-no-room = يُرجى عرض الغرف لرؤية أسمائها ومعرّفاتها
hint-not-active = يُرجى دخول الغرفة أولًا، أو طرق بابها من جديد برابط دعوة
hint-not-steward = يُرجى سؤال الإدارة أو الإشراف في الغرفة
hint-unsaid = يُرجى سؤال الإشراف في الغرفة، أو النظر في قواعدها
hint-last-admin = يُرجى منح الإدارة لعضو آخر، ثم المغادرة
hint-no-member = يُرجى عرض الأعضاء لرؤية أسمائهم ومعرّفاتهم
hint-no-knock = يُرجى عرض من ينتظر على الباب
hint-unvouched = يُرجى أن يُزكّي أعضاء يعرفون هذا الانضمام الجديد، أو أن تطلب إدارة الغرفة تزكيات أقل
hint-no-consent = يُرجى الانتظار حتى يوافق الاثنان، فيُفتح لهما الباب
hint-guidelines = يُرجى قراءة الإرشادات من جديد، ثم قبولها
hint-name = يُرجى اختيار اسم آخر
hint-too-long = يُرجى إرساله على أجزاء
hint-expired = يُرجى طلب رابط جديد
hint-relay-identity = يُرجى التوقف هنا، وسؤال من أعطاك الرابط هل انتقل المُرحِّل
hint-token = يُرجى طلب رمز من مشغّل المُرحِّل
hint-unreachable = يُرجى التأكد من أن المُرحِّل يعمل وأنك على اتصال؛ لم يضع شيء
hint-link = يُرجى نسخ الرابط كاملًا من جديد، أو طلب رابط آخر
hint-patience = يمكن تركه يعمل، أو تشغيل أي أمر لهذه الغرفة لاحقًا
hint-refused = يُرجى سؤال من أعطاك الرابط؛ برابط جديد يمكن طرق الباب من جديد
hint-open = عند فقدان عبارة المرور: { CMD("sitr profile recover") }
hint-usage = بإضافة { CMD("--help") } إلى الأمر تظهر طريقة استعماله

guidelines-kind = اللطف أولًا. كل من هنا يحمل همًّا.
guidelines-confidence = ما يقال هنا يبقى هنا: لا أسماء، ولا نسخ، ولا صور للشاشة.
guidelines-respect = لا يُهان أحد بسبب عرق أو جنس أو نوع اجتماعي أو ميل أو دين أو إعاقة أو سن أو جنسية أو معتقد أو ثقافة.
guidelines-listen = الإصغاء قبل الكلام. والنصيحة لمن يريدها، ولا نصيحة تحتاج إلى طبيب أو محامٍ.
guidelines-warn = التنبيه قبل كل ما قد يؤلم غيرك. ولا وصف لطرق إيذاء النفس أبدًا.
guidelines-private = لا ضغط على أحد: لا ليجيب، ولا ليلتقي، ولا ليتحدث على انفراد.
guidelines-help = إن حدث ما يسوء فالإشراف موجود للإصغاء. هذه الغرفة لا تغني عن الرعاية المختصة.
state-moving = انتقلت الغرفة إلى مُرحِّل آخر، وهذا الجهاز ينتظر موافقتك عليه.
event-moves = انتقلت الغرفة إلى مُرحِّل آخر: { $routes }. لن يتصل به هذا الجهاز قبل موافقتك. للموافقة: { $command }
room-moved = { $room } الآن على { $relay }. انتهت دعواتها: أنشئ دعوات جديدة.
room-followed = هذا الجهاز الآن مع { $room } على { $relay }.
event-refounded = أعاد { $who } تأسيس هذه الغرفة من جديد. للانضمام إليها: { $command }
room-refounded = أُسِّست { $room } من جديد. أُخبِر أعضاؤها بذلك، وكل واحد يقرر بنفسه.
