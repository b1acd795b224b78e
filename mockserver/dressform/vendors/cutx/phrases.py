"""What CutX's copy is put together from. `{name}` stands for the product.

No sentence is longer than 90 characters with a name of 24 in it, which is what a description on
Google may have; at least five hooks of each tone keep to the 30 of its headlines.
"""

HOOKS = {
    "professional": (
        "Quality you can measure.",
        "Built to a higher standard.",
        "Good design, no compromise.",
        "The details do the talking.",
        "A smarter everyday choice.",
        "Made for people with plans.",
        "{name}, done properly.",
    ),
    "casual": (
        "Your new everyday favorite.",
        "Yep, it really is that good.",
        "Comfort, minus the fuss.",
        "Meet your new go-to.",
        "Easy to love, hard to lose.",
        "Good days start here.",
        "Say hi to {name}.",
    ),
    "urgent": (
        "Going, going, almost gone.",
        "Last call for this drop.",
        "Don't sleep on this one.",
        "Stock is moving fast.",
        "Hours left. Not days.",
        "Now, or next season.",
        "{name} is selling out.",
    ),
    "luxe": (
        "Quiet luxury, defined.",
        "For those who notice.",
        "Crafted without compromise.",
        "An object of desire.",
        "Rare by design.",
        "The art of less.",
        "{name}. Nothing less.",
    ),
    "playful": (
        "Warning: highly addictive.",
        "Plot twist: you need this.",
        "Main character energy.",
        "Oops. New obsession.",
        "Your cart looked lonely.",
        "Adulting, but make it fun.",
        "Uh-oh. It's {name}.",
    ),
    "bold": (
        "Blend in? Never.",
        "Go big or go bigger.",
        "This changes everything.",
        "Own the room.",
        "No limits. No apologies.",
        "Ordinary just left.",
        "{name}. Enough said.",
    ),
}

LEADS = {
    "professional": (
        "{name} is made for days that ask a lot of you.",
        "Choose {name} for a finish that holds up week after week.",
        "With {name}, the right decision is also the easy one.",
        "{name} pairs considered design with dependable quality.",
        "Teams and individuals rely on {name} for a reason.",
        "Invest once: {name} is designed to stay with you.",
    ),
    "casual": (
        "{name} just goes with everything you've got planned.",
        "Grab {name} and get on with your day.",
        "We made {name} for slow mornings and long weekends.",
        "{name} feels like something you've owned for years.",
        "No rules, no fuss, just {name} doing its thing.",
        "You'll reach for {name} again tomorrow. Promise.",
    ),
    "urgent": (
        "{name} is almost gone, so order before the day is out.",
        "Only a few of {name} are left in this run.",
        "Yesterday {name} was in stock. Today it still is. Just.",
        "When {name} sells out, the wait starts over.",
        "Secure {name} now and have it before the weekend.",
        "The clock is on: {name} leaves the shop soon.",
    ),
    "luxe": (
        "{name} is finished by hand and made to be kept.",
        "Discover {name}, where restraint becomes a statement.",
        "There is nothing to add to {name}, and nothing to take away.",
        "{name} rewards those who look twice.",
        "Let {name} set the tone, quietly.",
        "Made in small numbers, {name} is meant for few.",
    ),
    "playful": (
        "{name} walked in and now nothing else will do.",
        "Caution: {name} may cause spontaneous compliments.",
        "We tried to play it cool. Then {name} happened.",
        "One does not simply scroll past {name}.",
        "Future you deserves nice things. Start with {name}.",
        "Your friends will ask. Blame {name}.",
    ),
    "bold": (
        "{name} doesn't ask for attention. It takes it.",
        "Step up, stand out, and let {name} do the rest.",
        "If you wanted safe, you wouldn't be looking at {name}.",
        "{name} is made for those who go first.",
        "Raise the bar with {name}, then raise it again.",
        "Forget what you had before. This is {name}.",
    ),
}

TEASERS = (
    "Most people walk past it. You just found {name}.",
    "Guess what everyone has been asking us about? {name}.",
    "Make room in your plans for {name}.",
    "What if the one thing missing was {name}?",
    "You have seen the rest. Now look at {name}.",
    "It took us two years to get {name} right. Take two seconds.",
)

SCENES = (
    "It started with a Monday and nothing that felt right.",
    "Two summers ago we threw out our first design and began again.",
    "She packed for three days and took only one thing twice.",
    "He swore he wasn't shopping that afternoon.",
    "The parcel came on a grey morning in March.",
    "Our first customer still writes to us every year.",
)

TURNS = (
    "Then came {name}, and the rest of the week was different.",
    "That is how {name} came about, one honest detail at a time.",
    "One look at {name} settled it.",
    "Since then {name} has been along for every good day.",
    "What changed was small, and its name is {name}.",
)

PROOFS = (
    "Careful materials and clean finishing give it a feel that lasts.",
    "Every piece is checked twice before it leaves our workshop.",
    "Thousands of five-star reviews agree on the small things.",
    "Free returns for 30 days, so that you can make up your mind.",
    "It ships within a day, in packaging without plastic.",
)

CLOSERS = {
    "professional": ("See the full specification online.", "Compare it, then decide."),
    "casual": ("Come have a look.", "Your weekend will thank you."),
    "urgent": ("Order before midnight.", "Gone means gone."),
    "luxe": ("Discover it in your own time.", "Yours, if you know."),
    "playful": ("Go on, you know you want to.", "We're not saying it's magic. It's magic."),
    "bold": ("Make your move.", "Be first, or be later."),
}

CTAS = {
    "professional": (
        "Learn more",
        "View details",
        "Compare now",
        "Request yours",
        "Explore options",
    ),
    "casual": ("Take a look", "Get yours", "Shop the look", "Try it out", "Add it to your day"),
    "urgent": ("Shop now", "Grab it now", "Order today", "Claim yours", "Don't miss out"),
    "luxe": (
        "Discover more",
        "Explore the piece",
        "Reserve yours",
        "View the edit",
        "Experience it",
    ),
    "playful": ("Gimme", "Treat yourself", "Yes please", "Make it mine", "Spoil me"),
    "bold": ("Own it", "Get it now", "Make it yours", "Go for it", "Claim it"),
}

HASHTAGS = {
    "meta": (
        "#NewArrival",
        "#ShopSmall",
        "#StyleInspo",
        "#LimitedTime",
        "#MustHave",
        "#JustDropped",
    ),
    "tiktok": ("#fyp", "#TikTokMadeMeBuyIt", "#haul", "#smallbusiness", "#musthaves", "#unboxing"),
    "linkedin": ("#Retail", "#Ecommerce", "#ProductDesign", "#Innovation", "#Sustainability"),
    "pinterest": (
        "#WishList",
        "#GiftIdeas",
        "#MoodBoard",
        "#StyleInspiration",
        "#Aesthetic",
        "#DIY",
    ),
}
"""The others have none: Google's ads take no hashtags, and what is universal has to fit there too."""

STOP_WORDS = frozenset(
    {
        *("about", "add", "all", "and", "any", "are", "ask", "but", "call", "can", "copy", "focus"),
        *("for", "from", "give", "has", "have", "highlight", "include", "into", "its", "keep"),
        *(
            "like",
            "make",
            "mention",
            "not",
            "only",
            "our",
            "please",
            "sure",
            "that",
            "the",
            "their",
        ),
        *("this", "use", "want", "with", "write", "you", "your"),
    }
)
"""What instructions say that is not what they are about."""
