"""The words by which a page's furniture is told. Strong evidence only: what could be a sentence of news is not here."""

import re

LONGEST = 300  # characters of a line that is told by its words; longer ones are prose


def words(listed: str) -> frozenset[str]:
    """The phrases of a list set apart by bars and line breaks."""
    return frozenset(line.strip() for line in listed.replace("\n", "|").split("|")) - {""}


# Whole lines, in lower case and without the marks around them, that are furniture wherever they stand.
LINES = words(
    """
    leave a reply|leave a comment|leave a response|leave your comment|post comment|post a comment|submit comment
    add comment|add a comment|add your comment|add yours|view comments|view all comments|show comments
    hide comments|see all comments|load comments|load more comments|join the conversation|join the discussion
    start the conversation|no comments yet|no comments|there are no comments|there are no comments yet
    be the first to comment|cancel reply|click here to cancel reply|comments are closed|comments are closed.
    log in to leave a comment|you must be logged in to post a comment|write a comment|share this|share this article
    share this story|share this post|share this page|share article|share on facebook|share on twitter|share on x
    share on linkedin|share on whatsapp|share on telegram|share via email|share this via email
    share on social media|share with friends|copy link|copy link to clipboard|link copied|link copied!
    email this article|print this article|print this page|print article|print this story|save article
    save for later|add to favorites|follow us|follow us on|follow us on social media|follow us on facebook
    follow us on twitter|follow us on x|follow us on instagram|follow us on google news|like us on facebook
    subscribe|subscribe now|subscribe today|subscribe for free|sign up|sign up now|sign in|sign in to continue
    log in|register now|create an account|create a free account|already a subscriber?|already a subscriber? sign in
    already a subscriber? log in|become a member|support our journalism|support independent journalism|donate now
    make a donation|thank you for subscribing|thanks for signing up|thank you for signing up|enter your email
    enter your email address|your email address|you may also like|you might also like|you may also be interested in
    you might also be interested in|more from author|more from this author|more from the author|more by this author
    more posts by this author|see author's posts|related articles|related posts|related stories|related news
    related content|related coverage|related topics|related reading|related links|related videos|read next|up next
    what to read next|trending|trending now|trending news|trending stories|most read|most popular|most viewed
    most shared|popular posts|popular stories|popular now|recent posts|recommended for you|recommended stories
    recommended articles|more stories|more stories for you|more news|more top stories|editors' picks|editor's picks
    editor's pick|editors' pick|don't miss|don't miss this|also read|read also|next article|previous article
    previous post|next post|next story|previous story|older posts|newer posts|continue reading|keep reading
    read more|show more|load more|see more|view more|read full article|read the full article|read full story
    story continues below|article continues below|story continues below advertisement
    article continues below advertisement|article continues after advertisement|story continues after advertisement
    article continues after ad|advertisement - scroll to continue|scroll to continue
    scroll to continue with content|scroll down to continue|skip ad|skip advertisement|advertisement|advertisment
    advertisements|sponsored|sponsored content|sponsored by|promoted content|paid content|paid post|partner content
    remove ads|report this ad|report ad|ad feedback|close ad|about the author|about author|about the writer
    author bio|meet the author|written by|loading now|loading|loading...|loading…|please wait|skip to content
    skip to main content|skip to navigation|skip navigation|jump to content|back to top|go to top|scroll to top
    return to top|toggle navigation|toggle menu|toggle search|main menu|open menu|close menu|open search
    close search|search for|view all|see all|accept all|accept all cookies|accept cookies|reject all
    reject all cookies|manage cookies|manage preferences|cookie settings|cookie policy|cookie preferences
    privacy settings|privacy policy|terms of service|terms of use|terms and conditions|terms & conditions
    do not sell my personal information|contact us|about us|advertise with us|all rights reserved|get our app
    download our app|download the app|get the app|get push notifications|allow notifications|enable notifications
    listen to this article|listen to article|listen to this story|play audio|this article is more than 1 year old
    your browser does not support the audio element|your browser does not support the video tag
    javascript is disabled|please enable javascript|image caption|media caption|video caption|image source
    open image in gallery|view gallery|expand image|enlarge image|click to enlarge|image credit|in this article
    in this story|table of contents|filed under|tags|follow the author|follow author|follow topics|report a typo
    report an error|suggest a correction|send feedback|give us feedback|was this article helpful?
    """
)
# Lines that are furniture only next to other furniture.
NEAR = words(
    """
    share|tweet|post|pin|pin it|like|facebook|twitter|x|x (twitter)|whatsapp|telegram|linkedin|pinterest|reddit
    email|e-mail|print|save|bookmark|copy|link|instagram|youtube|tiktok|threads|bluesky|messenger|viber|line
    flipboard|tumblr|vk|rss|sms|comments|comment|reply|related|recommended|newsletter|newsletters|home|menu|search
    advertising|promoted|close|login|register|subscribe|donate|name|email|website|name *|email *|website *
    comment *|δ|by|on|in|next|previous|more|follow|listen|0|tags:|topics|topic
    """
)
_AGENCY = (
    r"(?:AFP|AP|AP Photo|Associated Press|Reuters|REUTERS|EPA(?:-EFE)?|EFE|Getty(?: Images)?|Shutterstock|Xinhua"
    r"|KCNA|TASS|Sputnik|Yonhap|Anadolu(?: Agency)?|AA|Bloomberg|PA(?: Wire| Media)?|ZUMA(?: Press)?|iStock|Alamy|dpa"
    r"|ANI|PTI|UPI|NurPhoto|SOPA Images|Pool(?: Photo)?|Handout|Ukrinform|Kyodo(?: News)?|Planet Labs(?: PBC)?"
    r"|Maxar(?: Technologies)?)"
)
_NAMED = r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,4}"
_BETWEEN = r"\s*(?:/|\||,| via | - | – )\s*"
_PICTURE = (
    r"(?:file[ /-]{0,3})?(?:photo|image|picture|photograph|caption|credit|screenshot)s?(?: caption| credit| source)?"
)

# Whose picture it is, and nothing else: "Somebody/AFP/Getty Images".
CREDIT = re.compile(
    r"[(\[]?(?:(?i:photo|image|picture|photograph|credit)s?\s*(?:by|:|/|credit:?|courtesy(?: of)?:?)\s*)?(?:©\s*)?"
    rf"(?:{_NAMED}{_BETWEEN})?{_AGENCY}(?:{_BETWEEN}(?:{_AGENCY}|{_NAMED}))*[)\]]?"
)
# "File photo: …", "FILE - …", "Photo by Somebody".
CAPTION = re.compile(
    rf"{_PICTURE}\s*:\s*\S.*|(?-i:FILE)(?:[ /-]{{0,3}}(?:photo|image|picture))?\s*[-–—:]\s*\S.*"
    rf"|{_PICTURE} (?:by|courtesy of|courtesy) (?-i:[A-Z©@])[^.!?]{{1,100}}\.?",
    re.IGNORECASE,
)
# A sentence that ends with whose picture it goes with: "… on Monday. (AP Photo/Somebody)".
CREDITED = re.compile(
    rf"[^.!?]{{0,200}}[.!?]?\s*[(\[](?:(?i:file )?(?i:photo|image|picture|credit|pic)s?\b[^()\[\]]{{0,80}}"
    rf"|[^()\[\]]{{0,60}}"
    rf"(?:/\s*{_AGENCY}|{_AGENCY}\s*/|via {_AGENCY}|Getty Images|AP Photo)[^()\[\]]{{0,60}})[)\]]\.?"
)

_SITES = (
    r"(?:facebook|twitter|x|linkedin|whatsapp|telegram|reddit|pinterest|e-?mail|instagram|youtube|tiktok|google news"
    r"|social media|threads|bluesky|wechat|viber)"
)
_LETTERS = r"(?:newsletters?|inbox|e-?mail(?: alerts| updates| list)?|mailing list|alerts|digest|podcast|channel)"
_ACCEPTED = r"(?:agree|consent|accept|privacy|terms|cookies?)"
_LINKS = (
    r"(?:read more|read also|also read|read next|see also|see more|more on this(?: story)?|must read|don't miss|up next"
    r"|related(?: articles?| stor(?:y|ies)| news| posts?)?|recommended(?: reading)?|watch(?: now| also)?|listen(?:"
    r" now)?"
    r"|next up|previous|you may also like)"
)
_TAGS = (
    r"(?:tags?|tagged(?: (?:with|as|in))?|topics?|filed (?:under|in)|categor(?:y|ies)|posted in|labels?|keywords?"
    r"|hashtags?)"
)

# Whole lines that are furniture wherever they stand, without the marks around them.
_FURNITURE = (
    # comment forms
    r"your e-?mail (?:address )?will not be (?:published|shared).*",
    r"required fields are marked.*",
    r"save my name, e-?mail,? and (?:web)?site in this browser.*",
    r"notify me of (?:follow-?up comments|new (?:posts|comments)).*",
    r"this site (?:uses akismet|is protected by recaptcha).*",
    r"(?:please )?(?:log in|sign in|login|register) to (?:(?:leave|post|add|write) a )?(?:comment|reply|join|read"
    r"|view).{0,60}",
    r"(?:\+\s*)?there are (?:no|\d+) comments?(?: yet)?",
    r"(?:no|\d[\d.,]*\s?[km]?)\s+(?:comments?|shares?|views?|likes?|reads?|replies|responses|retweets?)(?: so"
    r" far)?",
    r"(?:comments?|shares?|views?|likes?|post views)\s*[:(]\s*\d[\d.,]*[km]?\)?",
    r"leave a (?:reply|comment)\b.{0,30}",
    # reading time
    r"(?:less than )?(?:\d{1,3}|a|one|two|three|four|five)[ -]?min(?:ute)?s?\.?(?: to)? read(?:ing)?(?: time)?",
    r"(?:est(?:imated|\.)? )?read(?:ing)? time\s*:?\s*(?:less than )?(?:\d{1,3}|a|one)(?:[ -]?min(?:ute)?s?)?\.?",
    # sharing and following
    rf"(?:click to )?share (?:this )?(?:on|via|to) {_SITES}\b.{{0,60}}",
    rf"(?:follow|like|find|join|connect with) (?:us|our \w+) on (?:our )?{_SITES}\b.{{0,120}}",
    rf"follow \S+(?: \S+){{0,4}} on {_SITES}\b[^.!?]{{0,60}}",
    rf"(?:join|follow|subscribe to) our {_SITES}\b.{{0,120}}",
    # when it came, as seen from a day that is not told
    r"(?:(?:published|posted|updated|added)\s*:?\s+)?(?:about |over )?(?:an?|\d{1,2}) (?:second|minute|min|hour|hr"
    r"|day|week|month|year)s? ago",
    # newsletters, subscriptions, apps
    rf"(?:sign up|subscribe|register)\b.{{0,140}}\b{_LETTERS}\b.{{0,80}}",
    r"(?:get|receive|have) .{0,100}\b(?:delivered |sent |straight |direct(?:ly)? )?(?:to|into|in) your (?:inbox"
    r"|e-?mail)\b.{0,60}",
    rf"by (?:signing up|subscribing|clicking|continuing|submitting|entering|using this"
    rf"|providing)\b.{{0,200}}\b{_ACCEPTED}\b.*",
    r"(?:download|get) (?:our|the) (?:free )?(?:mobile )?app\b.{0,80}",
    r"(?:to continue reading|continue reading (?:this article )?with)\b.{0,120}",
    r"this (?:article|content|story) is (?:only )?(?:for|available to) (?:subscribers|members)\b.{0,120}",
    r"(?:do you have|got|have) an? (?:\S+ ){0,3}?(?:story|tip|question|view|complaint)\b.{0,200}\b(?:let us know"
    r"|contact|e-?mail|via|at)\b.*",
    # cookies
    r"(?:we(?: and our partners)? use|(?:this|our) (?:web)?site uses|we value your privacy).{0,40}\bcookies\b.*",
    r"(?:by continuing|if you continue) to (?:use|browse|visit)\b.{0,120}\bcookies\b.*",
    # links to other reports
    rf"{_LINKS}\s*(?::|\||»|>>|—|→)\s*\S.{{0,200}}",
    r"(?:read more|more) (?:about|on|from|at|stories (?:about|on|from|by))\s*:?\s+\S+(?: \S+){0,5}(?<![.!?,])",
    r"click here (?:to|for)\b.{0,120}",
    r"(?:home|news)(?:\s*[>›»/|][^>›»/|.!?]{1,100}){1,8}",
    # tags
    rf"{_TAGS}\s*:\s*[^.!?]{{1,250}}",
    r"#\w{2,40}(?:[\s,]+#\w{2,40}){1,30}",
    # ownership
    r"(?:©|\(c\)|&copy;|copyright (?:©|\(c\)))\s*(?:copyright )?\d{4}\b.{0,200}",
    r"copyright \d{4}(?: \S+){0,5}",
    r"(?:copyright|©)\s+(?:\S+ ){0,6}\d{4}\.?",
    r".{0,160}\ball rights reserved\b\.?.{0,60}",
    r"(?:this|the) (?:material|content|article) may not be (?:published|reproduced|republished|copied"
    r"|redistributed)\b.{0,200}",
    r"(?:republished|reprinted|reproduced) with (?:the )?permission\b.{0,120}",
    # who else worked on it, advertising, disclaimers
    r"[(\[](?:additional )?(?:reporting|writing|editing|compiled|edited|translated|produced) by"
    r" [^.!?]{2,200}\.?[)\]]",
    r"(?:additional )?(?:reporting|writing|editing|compiled|edited|translated|produced) by [^.!?]{2,120}\.?",
    r"(?:advertisement|sponsored)\s*[-–—|:·]\s*.{0,60}",
    r"(?:disclaimer|disclosure)\s*:\s*(?:the (?:views|opinions)|views|opinions|this (?:article|site"
    r"|post))\b.{0,250}",
)
# One pattern of all: to try them in turn took a good part of reading a page.
FURNITURE = re.compile("|".join(f"(?:{pattern})" for pattern in _FURNITURE), re.IGNORECASE)
# Where a page says that it took its report from.
SOURCE = re.compile(
    r"(?:original )?source(?: link| url| article)?\s*:\s*(?P<address>(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?)/?"
    r"|original source\s*:\s*(?P<named>\S.{0,80})"
    r"|(?:this (?:article|story|post|report) (?:was )?)?(?:originally|first) (?:published|appeared|posted)"
    r" (?:on|in|at|by) (?P<first>(?:the )?[^\d\s]+(?: [^\d\s]+){0,4}?)\.?",
    re.IGNORECASE,
)
# Headings over links to other reports, in lower case.
RELATED = re.compile(
    r"(?:you m(?:ay|ight) also|related|more from|read next|up next|what to read|trending|most (?:read|popular|viewed"
    r"|shared)"
    r"|popular|recommended|more (?:stories|news|top)|latest news|don't miss|recent posts)\b.{0,40}"
)
ROLE = re.compile(
    r"\b(?:journalist|reporter|correspondent|editor|writer|columnist|contributor|author|producer|blogger|broadcaster"
    r"|analyst"
    r"|photojournalist|fellow)\b",
    re.IGNORECASE,
)
BIOGRAPHY = re.compile(
    r"(?P<name>(?:[A-Z][\w.'’-]+ ){1,3}[A-Z][\w.'’-]+)(?:, [^.]{2,60},)? (?:is|was|has been|has worked|has covered"
    r"|works as"
    r"|serves as|writes for|writes about|covers|reports (?:on|for|from)|joined)\b"
)
# What biographies say of a journalist.
BIOGRAPHICAL = re.compile(
    r"\bknown for (?:her|his|their)\b|\bbased in\b|\byears of experience\b|\bhas spent\b.{0,40}\byears\b"
    r"|\b(?:holds|with) an? .{0,12}\b(?:master|bachelor|doctorate|degree|ph\.?d)|\bdegree in\b|\bgraduated from\b"
    r"|\b(?:her|his|their) (?:work|articles?|writing|reporting|stories|pieces|books?)\b"
    r"|\b(?:follow|reach|contact|email|find) (?:her|him|them)\b|(?<!\w)@\w{2,}|\bspeciali[sz](?:es|ing) in\b"
    r"|\bwho (?:covers|writes|reports|speciali[sz]es|focuses)\b|\bpassion(?:ate)?\b|\baward-winning\b|\bstaff writer\b"
    r"|\bcover(?:s|ing)\b.{0,60}\b(?:politics|affairs|security|conflict|business|technology|culture|sports?)\b"
    r"|\bcontribut(?:es|or|ing) (?:to|for|writer|editor)\b|\bprior to joining\b|\bpreviously\b|\bcommitted to\b"
    r"|\badvocate\b",
    re.IGNORECASE,
)
