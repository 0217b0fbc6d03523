// Of these the first lot stood in IANA's root zone once (versions 1.57 to 1.250 of the npm package `tlds`, 2014 to 2024),
// the second are countries' codes that were never delegated or are no longer, and `onion` is reserved by RFC 7686.
// X's own rule, last published in 2021, links them all. Read 2026-11-25.

/** Names that X takes for top-level domains although IANA's root zone does not hold them, with white space between them. */
export const otherTopLevelDomains = `
abarth active adac afamilycompany aigo alfaromeo avianca bananarepublic bentley blanco bnl boots budapest bugatti
cancerresearch cartier caseih cbs ceb chloe chrysler cityeats comcast cookingchannel csc dabur dodge doha doosan
duck dunlop duns epost esurance etisalat everbank fiat flsmidth foodnetwork frontdoor fujixerox glade goodhands
guardian hgtv honeywell hoteles htc iinet intel iselect iveco iwc jcp jlc kerrylogistics kinder ladbrokes lancaster
lancia lancome liaison linde lipsy lixil loft lupin macys maserati mcd mcdonalds meo metlife mobily montblanc mopar
movistar mtpc mutual mutuelle nadex nationwide natura newholland northwesternmutual off oldnavy onyourside
orientexpress pamperedchef panerai passagens piaget pramerica qvc raid redstone rightathome rmit rocher sapo sca
scjohnson scor ses shaw showtime shriram spiegel spreadbetting srt starhub statoil swiftcover symantec telecity
telefonica tiffany travelchannel uconnect vista vistaprint volkswagen vuelos warman xfinity xperia zippo
اتصالات موبايلي 大众汽车 工行 手表 珠宝 诺基亚
an bl bq eh mf tp um
onion
`
