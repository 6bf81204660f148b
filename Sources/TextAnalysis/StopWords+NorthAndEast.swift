// The function words of further languages; those of the first nine stand in StopWords+Lists.swift.
extension StopWords {
    static let danishStop = """
        en et den det de og eller men i på af for fra med til om som at er var ved ikke så ud han hun
        """
    static let danishQuestion = """
        hvad hvem hvis hvilken hvilket hvilke hvornår hvor hvorfor hvordan hvorledes kan kunne skal skulle bør burde må måtte \
        får fik vil ville har have havde være været bliver blev blive gør gøre gjorde jeg du vi i mig dig os jer ham hende \
        dem min mit mine din dit dine sin sit sine vores deres denne dette disse mange meget mere mest også end da når \
        betyder betyde hedder alle noget nogen nogle ingen intet findes der man sig
        """

    static let norwegianStop = """
        en ei et den det de og eller men i på av for fra med til om som at er var ved ikke så ut han hun
        """
    static let norwegianQuestion = """
        hva hvem hvilken hvilket hvilke når hvor hvorfor hvordan kan kunne skal skulle bør burde må måtte får fikk vil ville \
        har ha hadde være vært blir ble bli gjør gjøre gjorde jeg du vi dere meg deg oss ham henne dem min mitt mine din \
        ditt dine sin sitt sine vår vårt våre deres denne dette disse mange mye mer mest også enn da betyr bety heter alle \
        noe noen ingen ikkje eit ein eg finnes der man seg
        """

    static let finnishStop = """
        ja tai mutta on ei se ne että kun jos myös ovat oli kuin niin
        """
    static let finnishQuestion = """
        mikä mitä mitkä minkä missä mistä mihin millä miltä mille milloin miksi miten millainen millaisia kuka kenen ketkä \
        kuinka kumpi montako paljonko voi voiko voivat voisi saa saako pitää pitäisi täytyy onko ovatko oliko olla ollut olen \
        olet olemme olette minä sinä hän me te he minun sinun hänen meidän teidän heidän tämä tämän tätä nämä tuo nuo sen \
        sitä niiden niitä joka jotka jonka jota joita sekä vai kaikki jokin joku eivät en et emme ette paljon enemmän eniten \
        tarkoittaa tarkoitetaan
        """

    static let russianStop = """
        и в во на с со к ко у о об от до по за из не что как а но или же бы это для при он она оно они
        """
    static let russianQuestion = """
        кто кого кому кем чей чья чье какой какая какое какие каких какого какую когда где куда откуда почему зачем сколько \
        чем чего чему который которая которое которые ли может могут можно могу должен должна должны нужно надо нельзя был \
        была было были быть будет будут есть является являются я ты мы вы меня тебя нас вас его ее их ему ей им мне тебе нам \
        вам мой моя мое мои твой ваш наш этот эта эти этого этой тот та те все всех также тоже очень если чтобы так то такое \
        значит означает называется
        """

    static let hungarianStop = """
        a az egy és vagy de hogy is nem ha van volt meg már csak ez azt
        """
    static let hungarianQuestion = """
        mi mit mik miért mikor hol hova honnan hogyan ki kit kik kinek melyik melyek milyen mennyi hány miből mire miben lehet \
        kell szabad vannak voltak lesz lenne legyen én te ő mi ti ők engem téged minket nekem neked neki ezek azok ezt ennek \
        annak mint mert amely ami aki amelyek sem nincs nincsenek nagyon több legtöbb minden valami valaki jelent jelenti
        """

    static let romanianStop = """
        un o și sau dar de la în din cu pe pentru nu este sunt era că se al a ai ale ca
        """
    static let romanianQuestion = """
        ce cine care când unde cum câți câte cât câtă cărui cărei poate pot putea trebuie ar fi fost am ai are avem aveți au \
        avea eu tu el ea noi voi ei ele mă te îl îi le ne vă meu mea tău ta său sa lor acest această aceste acești acel \
        acea mai foarte toate toți prin fără despre dacă deci atunci acolo aici înseamnă
        """

    static let catalanStop = """
        el la els les un una uns unes l d de del dels al als a i o en amb per sense sobre és són era que es no ho hi
        """
    static let catalanQuestion = """
        què qui quin quina quins quines quan on com perquè quant quanta quants quantes pot poden puc podria ha han he hem cal \
        ser estat està estan fa fan fer jo tu ell ella nosaltres vosaltres ells elles em et ens us meu meva teu teva seu seva \
        aquest aquesta aquests aquestes aquell aquella això allò molt més també tot tots totes algun alguna però si significa \
        vol dir
        """

    static let indonesianStop = """
        yang dan atau di ke dari untuk dengan pada ini itu adalah tidak juga oleh dalam akan
        """
    static let indonesianQuestion = """
        apa siapa kapan mana dimana kemana bagaimana mengapa kenapa berapa apakah bisa dapat boleh harus perlu sudah telah \
        sedang saya aku kamu anda dia ia kami kita mereka saja sangat lebih paling banyak semua setiap jika kalau karena \
        tetapi tapi seperti sebagai bukan belum ada merupakan artinya
        """

    static let greekStop = """
        ο η το οι τα του της των τον την και ή αλλά σε με για από στο στη στην στον στα στις στους είναι δεν να θα που ότι ως
        """
    static let greekQuestion = """
        τι ποιος ποια ποιο ποιοι ποιες ποιων πότε πού πώς γιατί πόσο πόση πόσοι πόσα μπορεί μπορώ μπορούν πρέπει ήταν έχει \
        έχω έχουν είχε είμαι εγώ εσύ εμείς εσείς αυτός αυτή αυτό αυτοί αυτές αυτά μου σου μας σας τους τις ένας μια μία ένα \
        αν όταν όπως επίσης πολύ περισσότερο όλα όλοι σημαίνει κάθε μη μην
        """
}
