extension RelatedWords {
    /// A set a line.
    static let english = """
        delete remove erase discard purge clear wipe
        remove eliminate uninstall detach
        cancel terminate abort revoke unsubscribe
        multiple several many various numerous
        start begin commence launch initiate
        stop end halt cease quit
        finish complete conclude
        buy purchase order acquire
        get obtain receive acquire retrieve
        send transmit forward mail deliver
        email mail message
        message text note dm
        chat messenger im conversation
        talk speak discuss converse
        picture photo image photograph pic snapshot
        video movie film clip footage
        music song audio track sound
        website site page webpage homepage
        internet web online net
        application app program software tool
        computer pc laptop machine desktop notebook
        phone telephone cell cellphone smartphone mobile
        device gadget hardware
        file document doc
        folder directory
        spreadsheet excel sheet worksheet
        table grid
        presentation slideshow slides powerpoint
        picture drawing figure diagram
        password passcode passphrase credentials pin
        login signin logon log
        account profile
        user member person
        username handle nickname
        friend contact buddy acquaintance
        people person individual human somebody
        block ban prohibit forbid
        hide conceal invisible
        show display reveal view visible
        see view watch look
        private privacy confidential secret personal
        secure security safe safety protect
        encrypt cipher scramble
        hack breach compromise
        virus malware trojan
        spam junk
        share publish post
        post publish submit upload
        upload transfer
        download save export
        backup archive
        save store keep preserve
        export extract dump
        import load
        move transfer migrate relocate
        copy duplicate clone replicate
        paste insert
        edit modify change alter adjust
        change switch replace swap
        rename relabel
        label tag categorize category
        sort order arrange organize rank
        filter sift
        find search locate discover seek lookup
        search query
        determine identify figure discover recognize
        check verify confirm validate
        compare contrast
        difference differ distinguish distinction
        similar alike resemble comparable
        same identical equal equivalent
        combine merge join unite consolidate
        split divide separate
        connect link attach join
        link url hyperlink address
        disconnect unlink detach
        synchronize sync
        install setup
        configure setup settings preferences options
        setting option preference configuration
        enable activate allow
        disable deactivate
        allow permit let enable authorize
        permission authorization access
        grant give award
        restore recover retrieve undelete
        undo revert reverse
        fix repair resolve solve mend correct
        error bug fault problem issue glitch
        problem issue trouble difficulty
        crash freeze hang
        fast quick rapid speedy
        quickly fast rapidly
        slow sluggish
        easy simple straightforward
        difficult hard tough complicated
        big large huge great
        small little tiny
        old aged elderly ancient
        oldest earliest first
        newest latest recent
        new recent fresh
        first initial original
        last final
        automatic automatically auto
        manual manually
        schedule plan calendar timetable
        meeting appointment
        event occasion
        timer delay schedule
        date day
        reminder notification alert
        notify inform alert
        list listing
        task todo job
        note memo
        bookmark favorite favourite
        folder label
        font typeface
        format style layout
        bold strong
        strikethrough strikeout crossed
        color colour
        map atlas
        location place position
        distance length
        direction route
        measure calculate compute
        calculate compute reckon
        count number
        amount quantity number
        size dimension
        maximum max limit most
        minimum min least
        increase raise rise grow boost
        decrease reduce lower decline lessen
        code script program
        programming coding
        column field
        row line
        cell square
        formula function equation
        browser chrome firefox explorer
        translate translation
        language tongue
        word term
        dictionary glossary
        read peruse
        write compose author
        comment remark reply
        reply respond answer response
        ask inquire question request
        request apply application
        anonymous anonymously incognito
        die death dead deceased
        death mortality fatality
        birth born
        live reside residence
        home house residence
        child kid children infant
        baby infant newborn
        adult grownup
        woman female
        man male
        mother mom parent
        father dad parent
        wife husband spouse
        student pupil learner
        teacher instructor educator
        school college university
        class course
        learn study
        practice exercise train
        exam test
        doctor physician clinician provider
        nurse clinician
        patient sufferer
        hospital clinic
        medicine medication drug pharmaceutical
        drug substance
        pill tablet capsule
        dose dosage
        vaccine vaccination shot jab immunization
        vaccinate immunize inoculate
        booster dose
        covid coronavirus sars
        virus infection
        infection infected infect
        disease illness sickness disorder condition
        sick ill unwell
        symptom sign
        fever temperature
        pain ache hurt
        cancer tumor malignancy carcinoma
        heart cardiac
        kidney renal
        liver hepatic
        lung pulmonary
        brain cerebral
        stomach abdominal belly
        blood hematologic
        bone skeletal
        skin dermal
        eye ocular
        high elevated
        hypertension pressure
        diabetes diabetic
        obesity obese overweight
        pregnant pregnancy expecting
        breastfeed breastfeeding nursing lactating
        contagious infectious transmissible communicable
        spread transmit transmission
        catch contract get
        treat treatment therapy cure
        operation surgery surgical
        heal recover recovery
        prevent avoid prevention
        cause reason
        risk danger hazard
        dangerous unsafe harmful hazardous
        harm damage hurt injure
        injury wound
        effective effectiveness efficacy efficacious
        effect reaction
        allergy allergic
        immune immunity
        antibody antibodies
        mask facemask
        quarantine isolate isolation
        test testing tested screening
        travel trip journey
        fly flight airplane plane
        car automobile vehicle
        drive ride
        train railway rail
        job work employment occupation
        employer company
        employee worker staff
        company business firm corporation
        salary wage pay income
        pay payment charge
        cost price fee expense
        free gratis
        cheap inexpensive affordable
        expensive costly
        money cash funds
        bank banking
        loan credit borrow
        tax duty
        insurance coverage insured
        refund reimbursement reimburse
        law legislation statute
        legal lawful
        illegal unlawful
        government state federal
        country nation
        city town
        vote election
        rule regulation policy
        require requirement mandatory required need
        must required
        eligible qualify eligibility
        certificate document proof
        proof evidence
        card badge
        identification id identity
        help assist assistance support aid
        contact reach
        call phone
        website portal
        register enroll sign enrol registration
        appointment booking reservation
        reserve book
        wait delay
        duration long length
        often frequently frequency
        time hour
        year annual yearly
        month monthly
        week weekly
        day daily
        night evening
        recommend suggest advise
        advice guidance tip
        opinion view
        know knowledge
        understand comprehend
        explain describe
        mean meaning signify
        called named known
        name title
        example instance sample
        kind type sort
        part component portion
        whole entire complete
        group team
        create make build generate
        build construct erect
        make produce manufacture
        develop development
        use utilize employ usage
        work function operate
        operate function
        try attempt
        choose select pick
        win victory triumph
        lose loss
        war conflict
        fight battle combat
        kill murder slay
        attack assault
        king monarch ruler
        leader head chief
        rule govern
        found establish founded
        invent create
        river stream
        sea ocean
        mountain hill peak
        forest woods jungle
        plant vegetation
        animal creature
        food meal
        eat consume food meal
        drink beverage alcohol
        alcohol alcoholic
        smoke smoking cigarette tobacco
        exercise fitness workout
        sleep asleep
        tired fatigue exhausted
        weight heavy
        temperature heat
        cold chilly
        hot warm
        water aqua
        energy power
        electricity electric electrical
        rich wealthy
        poor poverty
        happy glad
        sad unhappy depressed
        afraid scared worried concerned fear
        important significant essential crucial
        necessary needed required
        possible able feasible
        wrong incorrect mistaken
        accidentally accident mistake unintentionally
        correct right accurate
        true fact
        false fake
        open unlock
        close shut
        enter entry
        leave exit depart
        return back
        arrive come
        send ship
        package parcel
        store shop
        sell sale
        product item goods
        quality grade
        guarantee warranty
        broken damaged defective
        clean wash
        print printer
        scan scanner
        draw sketch
        listen hear
        play game
        stream streaming
        subscribe subscription
        follow follower
        like favorite
        tweet twitter
        facebook fb
        youtube yt
        college university
        kid child teen
        senior elderly older
        side adverse
        ingredient contain component
        approve approval authorize authorized
        expire expiration expiry
        """
}
