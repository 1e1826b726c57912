### Türkçe.

reviewed = no

role-admin = yönetim
role-moderator = moderasyon
role-doorkeeper = kapı görevi
role-professional = uzman
role-mentor = yol arkadaşı
role-member = üye
role-ally = destekçi
role-newcomer = yeni gelen

state-joined = Odadasın.
state-waiting = İçeri alınmayı bekliyorsun.
state-leaving = Odadan ayrılıyorsun.
state-left = Odadan ayrıldın.
state-removed = Odadan çıkarıldın.
state-refused = Odaya alınmadın.
state-stuck = Bu cihaz artık odayı izleyemiyor. Bir davet bağlantısıyla yeniden kapıyı çal.

event-joined = { $who } artık odada.
event-gone = { $who } artık odada değil.
event-returned = { $who } başka bir cihazla yeniden burada
event-role = { $who } için yeni rol: { $role }.
event-silent = { $days ->
    [one] { $who } adlı kişinin cihazından bir gündür haber yok, bu yüzden odadan çıkarılıyor.
   *[other] { $who } adlı kişinin cihazından { $days } gündür haber yok, bu yüzden odadan çıkarılıyor.
}
event-knock = { $who } kapıyı çalıyor.
event-knock-says = { $who } kapıyı çalıyor ve diyor ki: { $note }.
event-unsaid = { $who } adlı kişinin söylediği bir şey kabul edilmedi: { $why }
event-aside = Birkaç kişiye, kim olduğunu söylemeyen birinden: { $words }
event-aside-named = Yalnız sana, { $who } adlı kişiden: { $words }
event-vouches = { $who } yeni gelen birine kefil oluyor.
event-vouches-not = { $who } yeni gelen birine artık kefil değil.
event-mediation = { $who } sana arabuluculuk öneriyor: { $command }
event-dropped = İstenen bir şey yapılmayacak: { $why }
event-settings = Oda şunları değiştirdi: { $settings }.
said-refused = içeri alınmadın
event-refused-why = içeri alınmadın: { $why }
event-retires = Bu odanın aktarıcısı kapanıyor: odanın orada değişebileceği son gün { $day }. Ondan sonra kimse girip çıkamaz ve konuşma posta kutusuyla birlikte biter. Bundan önce bir yönetici odayı başka bir aktarıcıya taşır: { $command }
said-relay-stays = Bu odanın aktarıcısı yine de kalıyor.
said-reviewed = gözden geçirildi
said-not-reviewed = henüz gözden geçirilmedi
said-offline = Aktarıcıya ulaşılamıyor; yeniden deneniyor.
said-online = Bağlantı geri geldi.

why-role = bu rol buna izin vermiyor
why-timeout = bunu söyleyen bir süre yalnız okuyor
why-guidelines = bunu söyleyen şimdiki ilkeleri kabul etmedi
why-palette = bu odada bu tepki yok
why-too-soon = bu odada iki ileti arasında biraz beklenir
why-closed = oda bu saatte kapalı
why-locked = oda ya da konu bunu söyleyene açık değil
why-direct = bu odada baş başa konuşma yok
why-not-own = yalnız kendi sözlerin değiştirilebilir ya da geri alınabilir
why-peer = bu rol bu kişiyi yönlendirmeye izin vermiyor
why-manner = bu böyle söylenmez
why-steward = bir dönemi yalnız odaya bakanlar bitirebilir
why-remove-rank = bu rol bu kişiyi çıkarmaya izin vermiyor
why-policy-rank = rolleri ve ayarları yalnız yönetim değiştirir
why-no-admin = oda yönetimsiz kalırdı
why-banned = içinde yasaklı biri var
why-keeper-rank = bekleme, kilit, ara ve yasak kararlarını yalnız moderasyon ya da yönetim verir
why-lift-rank = bir yasağı yönetim ya da onu koyandan başka bir moderasyon üyesi kaldırır
why-vote = bu odanın ilkeleri yalnız oylamayla değişir
why-vouch = yalnız yeni gelenlere kefil olunur
why-over = oda temelli kapandı

alarm-relay-splits = UYARI: aktarıcı üyelere farklı odalar gösteriyor ve imzaları bunu kanıtlıyor. Bu aktarıcıya güvenme; ötekilerle başka bir yoldan konuş.
alarm-transcript-differs = UYARI: bir üyeye bu odanın sana gösterilenden başka bir akışı gösterildi. Ya aktarıcı ya da o üye doğru söylemiyor. Güvenlik numaralarını karşılaştırın.
alarm-relay-end = aktarıcı bu odanın posta kutusu kapandı dedi ve bunu kanıtlamadı: hiçbiri kabul edilmedi, yeniden soruluyor
alarm-relay-mark = UYARI: aktarıcı verdiğinden başka bir şeyi imzaladı. Bu aktarıcıya güvenme.
alarm-fork-attempt = UYARI: odaya bakan biri onu aynı anda iki yoldan götürmeye çalıştı. Hiçbir şey kaybolmadı; yönetime sor.
alarm-stuck = bu cihaz artık odayı izleyemiyor. Girişi olan yerde kapıyı kendisi yeniden çalar; yoksa odaya bakanlardan bir bağlantı iste. Okudukların kalır, yazdıkların sonra gönderilir.
alarm-raid = UYARI: bir saatte o kadar çok kişi kapıyı çaldı ki kapı kapatıldı; açık davetler geçersiz. Kimlerin beklediğine bak ve tanıdıkların için yeni bir davet yap.
alarm-relay-forgets = UYARI: aktarıcı daha önce onayladığını ya da gösterdiğini saklamıyor: ya doğru söylemiyor ya da eski bir kopyaya dönüldü. Kaybolup da bulunabilen her şey yeniden okunup gönderiliyor.
alarm-relay-restored = aktarıcı bir kopyadan döndüğünü söylüyor: o zamandan beri onayladığını unutmuş olabilir. Kaybolup da bulunabilen her şey yeniden okunup gönderiliyor; o zamandan beri girenlerin yeniden kapıyı çalması gerekebilir.
alarm-replaced = başka bir cihazın odada bunun yerini aldı. Bunu sen yapmadıysan şimdi odaya bakanlara söyle: birinde kurtarma setin ya da bu profilin bir kopyası var.
alarm-copied-profile = UYARI: bu profilin başka bir kopyası senin adına konuşuyor ya da bu kopya daha eski bir kopyadan geri yüklendi. Artık bu anahtarları kullanmıyor ve yenileriyle kapıyı çalıyor. Bir profilin iki kopyasını asla kullanma.
alarm-no-steward-secret = UYARI: bu cihazın rolü var, anahtarları yok. Yönetimden rolü yeniden vermesini iste.

mark-reply = yanıtlıyor
mark-edit = değiştirildi
mark-reaction = tepki veriyor
mark-deletion = bir iletiyi geri aldı
mark-deleted = geri alındı
mark-file = dosya
mark-folded = katlı
mark-folded-for = katlı: { $labels }
mark-queued = henüz gönderilmedi
mark-failed = gönderilemedi
mark-you = sen

label-other = başka
label-self-harm = kendine zarar verme
label-suicide = intihar
label-abuse = istismar
label-sexual-violence = cinsel şiddet
label-violence = şiddet
label-addiction = bağımlılık
label-eating = yeme
label-death = ölüm
label-discrimination = ayrımcılık
label-medical = tıbbi konular
label-sexuality = cinsellik
label-war = savaş
label-religion = din
label-politics = siyaset
label-spoiler = konuyu ele veriyor

reason-other = başka bir şey
reason-harassment = taciz
reason-threat = bir tehdit
reason-sexual-approach = istenmeyen cinsel yaklaşım
reason-personal-data = birinin kişisel bilgileri
reason-moved-elsewhere = birini başka yere çekmek
reason-harmful-advice = zararlı öğüt
reason-misinformation = yanlış bilgi
reason-self-harm-content = kendine zarar vermeye özendirme
reason-spam = istenmeyen iletiler
reason-race = insanlara ırkı ya da kökeni yüzünden karşı
reason-sex-or-gender = insanlara cinsiyeti yüzünden karşı
reason-orientation = insanlara kimi sevdiği yüzünden karşı
reason-religion = insanlara dini yüzünden karşı
reason-ability = insanlara engeli ya da hastalığı yüzünden karşı
reason-age = insanlara yaşı yüzünden karşı
reason-nationality = insanlara uyruğu yüzünden karşı
reason-belief = insanlara inancı yüzünden karşı
reason-culture = insanlara kültürü yüzünden karşı

measure-nudge = dostça uyarı
measure-fold = katlama
measure-hide = gizleme
measure-restore = yeniden gösterme
measure-lock = kilit
measure-slow-mode = iletiler arasında bekleme
measure-timeout = ara
measure-probation = başa dönüş
measure-remove = odadan çıkarma
measure-ban = yasak
measure-lift = kaldırma
measure-mediation = arabuluculuk
log-missing = UYARI: { $who } adlı kişinin bundan önceki bir kaydı eksik.
log-rule = kural { $number }
log-until = son gün { $day }
said-log-empty = Bu odada henüz bir işlem yapılmadı.

join-waiting = { $room } odasının kapısını { $name } adıyla çaldın. Birinin açması bekleniyor.
said-join-stop = Ctrl-C ile durdurabilirsin: aynı komut beklemeyi sürdürür.
join-knocked = { $room } odasının kapısını çaldın. Yanıtı görmek için aynı komutu sonra yeniden çalıştır.
join-in = { $room } odasındasın. Konuşmak için: { $command }
door-shows = { $room } kapıyı çalana şunu gösteriyor:
guidelines-also = Şu dillerde de var: { $tags }. Hepsini { $option } gösterir.
said-answers-wanted = oda bir şey soruyor: her soruyu sırasıyla bir { CMD("--answer") } ile yanıtla
said-accept-wanted = Bu ilkelere uyacaksan { CMD("--accept") } ekle; onsuz yalnız okuyabilirsin.
said-no-guidelines = Odanın ilkeleri yok.
said-guidelines-elsewhere = Odanın ilkeleri var, metni bu cihazda yok: yönetimden yeniden söylemesini iste.
said-accepted = İlkeleri kabul ettin.
said-not-accepted = Onları kabul etmedin, yalnız okuyorsun: { CMD("sitr guidelines ROOM --accept") }
said-acceptance-waits = Kabul ediyorsun. Odaya bakan biri gelince konuşabilirsin: görmek için bunu yeniden çalıştır.
chat-begins = { $room } odasındasın. Yazdığın her satır gönderilir; { CMD("/help") } komutları gösterir.
chat-knock = { $who } kapıyı çalıyor: { CMD("/admit") } { $who } ya da { CMD("/refuse") } { $who } yaz
chat-knock-says = { $who } kapıyı çalıyor ve diyor ki { $note }: { CMD("/admit") } { $who } ya da { CMD("/refuse") } { $who } yaz
said-quickstart-link = Bu odanın kapısını çalabilecekler için davet bağlantısı:
quickstart-join = Katılmak için:  { $command }
said-quickstart-loopback = Bu bağlantı yalnız bu makinede çalışır, çünkü aktarıcı yalnız burayı dinliyor. Başka yerdekiler için { CMD("--listen ADDR:PORT") } ile ve sana başka bir adresten ulaşıyorlarsa { CMD("--public-url URL") } ile çalıştır.
said-quickstart-ip = “Doğrudan” düzey: aktarıcı herkesin IP adresini görür, ne söylendiğini ve kimin söylediğini görmez.
said-no-rooms = Bu profilde henüz oda yok.
said-no-knocks = Kapıda bekleyen yok.
said-no-newcomers = Deneme süresinde kimse yok.
knock-admitted = { $who } içeri alındı.
knock-refused = { $who } içeri alınmadı.
member-removed = { $who } odadan çıkarıldı.
newcomer-vouches = kefiller: { $have } / { $need }
room-left = { $room } odasından ayrıldın.
room-leaving = { $room } odasından ayrılmak istedin. Oradan biri seni silene dek listede kalırsın.
topic-unread = { $count ->
    [one] bir okunmamış
   *[other] { $count } okunmamış
}
invite-used = { $uses ->
    [one] bir haktan { $used } kullanıldı
   *[other] { $uses } haktan { $used } kullanıldı
}

said-vote-stands = Oyun bir sonraki anahtarlarınla birlikte durur, bütün üyeler görür.
said-proposed = Üyeler buna oy verebilir.
said-no-motions = Hiçbir şey önerilmedi.
said-rsvp = Davet edene ulaştı, adın olmadan.
said-asked-alone = İstendi. İki kişilik oda hazır; karşıdaki kabul etmeden hiçbir şeyi gösterilmez.
said-cancelled = Geri alındı; hiçbir şeyi gönderilmedi.
said-place-unknown = Henüz söylenmedi.
said-on-your-way = İçeri girmek üzeresin.
event-answers = gelen: { $yes }, belki: { $maybe }, gelmeyen: { $no }
place-told = Gelecek olanlara söylendi: { $count }.
direct-asks = { $who } baş başa konuşmak istiyor
mediation-offer = { $who } seninle { $with } arasında arabuluculuk öneriyor, { $day } gününe kadar. İletilerin kaldığı gün sayısı: { $days }.
confided-report = Odaya bakanlara ulaştı, kimin söylediğinin kanıtıyla. İçinde senin adın yok.
confided-whisper = Odaya bakanlara ulaştı. İçinde senin adın yok.
confided-appeal = Moderasyondan başka birine ulaştı.
confided-call = Çağrılara yanıt verenlere haber verildi. Tehlikedeysen bulunduğun yerin acil yardım hizmetini ara.
confided-answer = Onu yalnız soran okuyabilir.
confided-vote = Oyunu soran görür, başka kimse görmez.
confided-vouch = Odaya bakanlara ulaştı, adınla birlikte. Öteki üyeler görmez.
confided-mediation = İkisine de soruldu. İkisi de kabul edince içeri alınırlar; kimin kabul etmediği kimseye söylenmez.
said-care-not-reviewed = (Bu alanı bilen biri bu sözleri henüz gözden geçirmedi.)
said-care-nothing-found = Kişisel bir şey bulunmadı; bu bir söz değildir.
care-found = İçinde şunlar var gibi: { $what }. Yabancılar seni bununla bulabilir.
personal-phone = telefon numarası
personal-email = e-posta adresi
personal-handle = başka bir platformdaki ad
personal-address = ev adresi
notice-something = Yeni bir şey var
notice-look-here = Lütfen uygulamayı aç

told-error = hata: { $message }
told-hint = ipucu: { $hint }
error-storage = profilin depolaması çalışmadı
error-no-room = bu profilde böyle bir oda yok
error-not-active = bu cihaz odaya katılmış değil
error-not-steward = bunu yalnız odaya bakanlar yapabilir
error-no-message = bu odada böyle bir ileti yok
error-nobody = odada bunu söyleyecek kimse yok
error-last-admin = yönetimdeki son kişi ayrılamaz: önce bu rolü başkasına ver
error-no-member = bu odada böyle bir üye yok
error-no-invite = bu odada böyle bir davet yok
error-no-knock = bu odanın kapısını böyle biri çalmadı
error-knock-answered = bu kapı çalışı zaten yanıtlandı
error-being-removed = bu üye çıkarılıyor: kapı çalışına ondan sonra karar ver
error-too-large = oda bir üye daha için fazla büyük: önce birini çıkar
error-unvouched = bu yeni gelene kefil olanlar: { $have } / { $need }, bu aygıtın bildiği kadarıyla
error-no-consent = ikisi de kapıyı çalarak kabul etmeden kimse arabuluculuğa alınmaz
error-setting = hiçbir odada bu ayar olamaz: sınırların dışında ya da türünden çok fazla var
error-guidelines = bunlar odanın şimdiki ilkeleri değil: yeniden oku
error-card = davetin kartı bağlantısına uymuyor
error-expired = davetin süresi doldu ya da geri alındı
error-already-member = bu profil zaten o odada
error-relay-identity = aktarıcının adresinde başkası yanıt veriyor: aktarıcının anahtarını kanıtlamadı
error-route = aktarıcının adresi { CMD("ws://") } ya da { CMD("wss://") } ile başlamıyor
error-token = aktarıcı, işletenden bir jeton istiyor: bu aktarıcı için bir tane gir
error-relay-protocol = aktarıcı protokole uymuyor
error-relay-work = aktarıcı, bir aktarıcının isteyebileceğinden fazla iş istiyor
error-unreachable = aktarıcıya ulaşılamıyor
error-link-foreign = bu bir davet bağlantısı değil: { CMD("sitr://join#") } ile başlamalı
error-link-damaged = davet bağlantısı bozuk: tümünü yeniden kopyala
error-link-version = davet bağlantısı daha yeni bir türden: bu programı güncelle
error-patience = bu henüz yapılmadı: giden kutusunda kalır ve aktarıcıya ulaşılınca sürer
error-file = dosya artık yok ya da adı verilen dosya bu değil
error-closed = profil kapatıldı
error-forbidden-for = rolün buna izin vermiyor: { $why }
error-unsaid-for = bu burada söylenemez: { $why }
error-no-profile = { $folder } içinde profil yok
error-wrong-passphrase = parola yanlış: yeniden yaz ya da kurtarma kodunu kullan
error-unknown = { $kind ->
    [member] { $typed } adında bir üye yok
    [knock] { $typed } adında biri kapıyı çalmadı
    [invite] { $typed } adında bir davet yok
    [message] { $typed } adında bir ileti yok
   *[room] { $typed } adında bir oda yok
}
error-no-text = gönderilecek metin yok
error-not-sent = ileti artık gönderilemez

hint-storage = diski ve profilin klasörünü denetle; hiçbir şey yarım kalmadı
hint-no-room = adlarını ve kimliklerini görmek için odaları listele
hint-not-active = önce odaya katıl ya da bir davet bağlantısıyla yeniden kapıyı çal
hint-not-steward = odanın yönetimine ya da moderasyonuna sor
hint-unsaid = odanın moderasyonuna sor ya da kurallarına bak
hint-last-admin = yönetimi başka bir üyeye ver, sonra ayrıl
hint-no-member = adlarını ve kimliklerini görmek için üyeleri listele
hint-no-knock = kapıda kimin beklediğini listele
hint-unvouched = bu kişiyi tanıyan üyelerden kefil olmalarını, ya da yönetimden daha az kefil aramasını iste
hint-no-consent = ikisi de kabul edene kadar bekle; o zaman içeri alınırlar
hint-guidelines = ilkeleri yeniden oku ve onları kabul et
hint-name = başka bir ad seç
hint-too-long = parça parça gönder
hint-expired = yeni bir bağlantı iste
hint-relay-identity = sürdürme: bağlantıyı verene aktarıcının taşınıp taşınmadığını sor
hint-token = aktarıcıyı işletenden bir jeton iste
hint-unreachable = aktarıcının çalıştığını ve çevrimiçi olduğunu denetle; hiçbir şey kaybolmadı
hint-link = bağlantının tümünü yeniden kopyala ya da yenisini iste
hint-patience = çalışır bırak ya da sonra bu odanın herhangi bir komutunu çalıştır
hint-refused = bağlantıyı verene sor; yeni bir bağlantıyla kapı yeniden çalınabilir
hint-open = parola kaybolduysa: { CMD("sitr profile recover") }
hint-usage = nasıl kullanıldığını görmek için komuta { CMD("--help") } ekle

guidelines-kind = Nazik ol. Buradaki herkes bir yük taşıyor.
guidelines-confidence = Burada söylenen burada kalır: ad yok, kopya yok, ekran görüntüsü yok.
guidelines-respect = Kimse ırkı, cinsiyeti, yönelimi, dini, engeli, yaşı, uyruğu, inancı ya da kültürü yüzünden aşağılanmaz.
guidelines-listen = Önce dinle. İstenen yerde öğüt ver, hekimin ya da avukatın işi olan öğüdü verme.
guidelines-warn = Başkasını incitebilecek şeyin önüne uyarı koy. Kendine zarar vermenin yolunu asla anlatma.
guidelines-private = Kimse zorlanmaz: ne yanıt vermeye, ne buluşmaya, ne baş başa konuşmaya.
guidelines-help = Yolunda olmayan bir şey varsa moderasyona söyle. Bu oda uzman desteğinin yerini tutmaz.
state-moving = Oda başka bir aktarıcıya taşındı ve bu cihaz onayını bekliyor.
event-moves = Oda başka bir aktarıcıya taşındı: { $routes }. Bu cihaz sen onaylamadan oraya bağlanmaz: { $command }
room-moved = { $room } artık { $relay } üzerinde. Davetleri sona erdi: yenilerini oluştur.
room-followed = Bu cihaz artık { $room } ile { $relay } üzerinde.
event-refounded = { $who } bu odayı yeniden kurdu. Sen de gelmek için: { $command }
room-refounded = { $room } yeniden kuruldu. Üyelere söylendi, herkes kendisi karar verir.
