/* The persons and bodies of an article: invented snippets, in which each place that is asked for must mean
 * whom it should, or nobody; and what must hold for any bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <time.h>

#include "article/lexicon.h"
#include "article/names.h"
#include "article/resolve.h"
#include "article_sample.h"

/* Where `words` stand in the text, the last place that they do; "<words" asks for the first. */
static span place(str text, const char *asked_for)
{
    bool first = asked_for[0] == '<';
    str w = str_z(asked_for + first);
    span at = {0};

    for (size_t i = 0; i + w.n <= text.n; i++)
        if (!memcmp(text.p + i, w.p, w.n)) {
            at = (span){(uint32_t)i, (uint32_t)(i + w.n)};
            if (first)
                break;
        }
    if (span_empty(at))
        fail_msg("'%s' is not in '%.*s'", asked_for, (int)text.n, text.p);
    return at;
}

static const char *const no_one = "-";

static str entity_name(const article *a, uint32_t one)
{
    return one == NONE ? str_z(no_one) : a->entity[one].name;
}

/* ---- mentions ---- */

typedef struct asked {
    const char *words, *name; /* "-": nobody */
} asked;

typedef struct snippet {
    const char *text;
    asked asked[6];
} snippet;

static const snippet mentions[] = {
    /* a man or a woman without a name is who he or she is, whatever is beside it */
    {"Angela Lee warned of it. A 29-year-old Berlin woman was fined after she had written it. She wept.",
     {{"She", "-"}, {"she", "-"}}},
    {"Tom Cole sued. The home of a 26-year-old man was raided. He had posted it.", {{"He", "-"}}},
    {"Ann Lee, a 29-year-old zoologist, left. She wept.", {{"She", "Ann Lee"}}},

    /* his staff is not him; as whom he came is nobody else */
    {"Ann Lee\u2019s book was late. Tom Cole ran the town. His own staff told him so.",
     {{"him", "Tom Cole"}}},
    {"Tibor Cole, as the surveyor, is late. He ran.", {{"He", "Tibor Cole"}}},
    {"\u201CThat man ran, and he slept,\u201D said Ann Lee of Tom Cole. \u201CThis man is late,\u201D she "
     "said.",
     {{"This man", "Tom Cole"}}},
    {"That man who slept met Ann Lee.", {{"<That man", "-"}}},
    /* at whose, of whose and against whom is not whom the next sentence is about */
    {"The Drug Board met. Ann Lee, a surgeon at St Osyth's, praised the board. \u201CThey ran,\u201D she "
     "said.",
     {{"They", "Drug Board"}}},
    {"Tom Cole lost at Hull Sands and Port Sable. He ran.", {{"He", "Tom Cole"}}},
    /* a saint's place is one name; Mr is none */
    {"St Osyth's Hospital opened. The mayor of St. Paul ran.", {{"St. Paul", "St. Paul"}}},
    {"We owe it to Mr and Mrs Cole. The company was late.", {{"<Mr", "-"}, {"The company", "-"}}},
    /* titles of other places; a short first name; whom one should leave alone */
    {"Datuk Rahim Osmani ran. Datin Sara Osmani slept.", {{"Rahim Osmani", "Rahim Osmani"}}},
    {"Kevin Stroud ran. \u201CWe fell, and Kev fell,\u201D said Ann Lee.", {{"Kev fell", "Kevin Stroud"}}},
    {"Daniel Cole met Daniela Roe. Dan ran.", {{"Dan ran", "-"}}},
    {"Leave Romy Cole alone\n\nRomy Cole ran. She slept.", {{"<Romy Cole", "Romy Cole"}}},
    {"Blue Lamp Live opened. Blue Lamp should know.", {{"Blue Lamp should", "Blue Lamp Live"}}},

    /* letters in brackets say where a name begins; what is done with them is no part of it */
    {"Agents of Harbours and Inland Waters (HIW) came. HIW left. Using HIW is wrong.",
     {{"<HIW left", "Harbours and Inland Waters"}, {"HIW is", "Harbours and Inland Waters"}}},
    /* a governor of another state, who is named later */
    {"Ohio Gov. Tom Cole met Ann Lee. She said the Buckeye State governor was late.\n\nGov. Bo Ray was not.",
     {{"governor was", "-"}}},

    {"Rates rose, the United Rail and Allied Workers' Union (URAWU) said. URAWU denied it.",
     {{"URAWU denied", "United Rail and Allied Workers' Union"}}},
    {"The finance chief, Liao Mei-ching, was out. Liao denied it.", {{"Liao denied", "Liao Mei-ching"}}},
    /* a description ends at its verb, and no appositive goes on with one */
    {"Ohio Gov. Tom Cole came. The governor thanked House Speaker Bo Ray.", {{"The governor", "Tom Cole"}}},
    {"Telvara Networks Inc closed. In papers filed in court in Fort Ellis, the company listed debts.",
     {{"the company", "Telvara Networks Inc"}}},
    {"Bluegate Airways grew. The Dublin-based carrier was glad.",
     {{"The Dublin-based carrier", "Bluegate Airways"}}},
    /* of bodies of unknown kind who acts last */
    {"Parcelway fired Ann Dubiel in May. The Teamsters sued. Parcelway said it was sad. In a statement, the "
     "company "
     "was late.",
     {{"the company", "Parcelway"}}},
    {"The Detroit Ledger came out. Florida is far, the Ledger said.", {{"the Ledger", "Detroit Ledger"}}},
    {"When I wrote to the director, Ann Lee, she replied that it was fair.", {{"she", "Ann Lee"}}},
    {"A Minnesota Democrat came.", {{"Democrat", "-"}}},

    /* a given name with a mark is one, and the next word no name by itself */
    {"Mar\u00EDa Luz Cabrera, 41, said so. She wept.", {{"She", "Mar\u00EDa Luz Cabrera"}}},
    {"Shri Raghuraj Tomar spoke. Replying, Shri Tomar said no.", {{"Shri Tomar", "Raghuraj Tomar"}}},

    /* whom his own words name is not who speaks */
    {"The governor said that Carl Moss was late.", {{"The governor", "-"}}},
    /* a last name that is a word too */
    {"Secretary Mark Rice met rice farmers. Rice said no.", {{"Rice said", "Mark Rice"}}},
    /* a dash, an opener in brackets and a no-break space are no part of a name */
    {"They named Jeff Ballard\u2014who said no. Ballard left.", {{"Ballard left", "Jeff Ballard"}}},
    {"(As BuzzNews said, it is late.) BuzzNews left.", {{"<BuzzNews", "BuzzNews"}}},
    {"Mayor Donald\u00A0Rump spoke. He left.", {{"He", "Donald Rump"}}},

    /* officials are several persons */
    {"The BBC met two officials. They were liars.", {{"They", "-"}}},

    /* "U.S." are nobody's initials */
    {"Ann Lee left. Tom Cole said that U.S. Exports fell. He was sad.", {{"He", "Tom Cole"}}},
    /* a short form of two words has a key of its own */
    {"Don Lee ran. \"I don't know,\" she said. Don said no more.", {{"Don said", "Don Lee"}}},
    /* whose report it is tells of others */
    {"DALMERE (Northwire) - Tom Cole ran. A report seen by Northwire told why. It named a firm.",
     {{"Northwire told", "Northwire"}, {"It named", "-"}}},
    {"Tom Cole ran. A report by Northwire Press told why. It named a firm.",
     {{"It named", "Northwire Press"}}},
    {"Tom Cole ran. A report by Northwire told why. It named a firm.", {{"It named", "-"}}}, /* said once */
    {"Northwire knew. A report by Northwire told why. It named a firm.", {{"It named", "Northwire"}}},

    /* names and their short forms */
    {"Barry Jones spoke. Nobody believed Jones.", {{"Jones", "Barry Jones"}}},
    {"Ann Lee (48) met Barry Jones and Tom Cole.",
     {{"Barry Jones", "Barry Jones"}, {"Tom Cole", "Tom Cole"}}},
    {"Troops of the U.S. left. The US paid.", {{"U.S.", "United States"}, {"US", "United States"}}},
    {"They fear al-Qaeda, and tests of DNA on Election Day.",
     {{"al-Qaeda", "al-Qaeda"}, {"DNA", "-"}, {"Election Day", "-"}}},
    {"Acme Corp <ACME> met North Korean envoys.", {{"<ACME", "-"}, {"North Korean", "-"}}},
    {"Mr Jones spoke. Later Barry H. Jones left.", {{"Mr Jones", "Barry H. Jones"}}},
    {"Robert Hale Jr. ran the port. Hale left.", {{"Hale left", "Robert Hale"}}},
    {"Ann Lee met Tom Lee. Then Lee left.", {{"Lee", "-"}}},
    {"Ann Lee ran.\n\nHer brother, Tom Lee, stayed.\n\nThen Lee left.", {{"Lee left", "Ann Lee"}}},
    {"Danny Lee ran.\n\nHis agent, Carl Lee, stayed.\n\nThen Lee left.", {{"Lee left", "Danny Lee"}}},
    {"The coach, Andy Lee, spoke.\n\nLee left.\n\nThey named J Lee (Hull) and M Cole (Tarrow).",
     {{"Lee left", "Andy Lee"}}},
    {"Zorvan Lomax was sorry. Few like Zorvan. Later Lomax left.",
     {{"Zorvan. ", "Zorvan Lomax"}, {"Lomax left", "Zorvan Lomax"}}},
    {"Lomax was dropped. Zorvan Lomax was sorry. \"We like it,\" he said.", {{"he said", "Zorvan Lomax"}}},
    {"Tom Cole spoke of Al Reed. \"Reed was superb,\" he said.", {{"he said", "Tom Cole"}}},
    {"Al Reed met Tom Cole. He said Reed was late.", {{"He said", "Tom Cole"}}},
    {"Tom Cole left.\n\nA former minister spoke.\n\nThe minister, Ann Lee, said no.",
     {{"A former minister", "-"}, {"The minister", "Ann Lee"}}},
    {"Gen Tom Cole met Attorney General Ann Lee. The general left.", {{"The general", "Tom Cole"}}},
    {"HULL, Costa Verde (AFP) - A judge spoke.", {{"A judge", "-"}}},
    {"Tom Lee spoke. Lee left.\n\nMinister Ann Lee stayed.", {{"Lee left", "Tom Lee"}}},
    {"Furious Cole quits\n\nTom Cole left.", {{"Cole quits", "Tom Cole"}}},
    {"The Acme Group met. Mr Lee called it a joke.", {{"it a", "-"}}},
    {"Human Rights Watch, a New York-based group, spoke. It left.", {{"It left", "Human Rights Watch"}}},
    {"Plans to sell Pavilion Gardens went to the Friends of Pavilion Gardens.",
     {{"Pavilion Gardens went", "-"}, {"Friends of Pavilion", "Friends of Pavilion Gardens"}}},
    {"The Green party met Kent police and Carrow county council.",
     {{"Green party", "Green party"},
      {"Kent police", "Kent police"},
      {"Carrow county", "Carrow county council"}}},
    {"Brightwell Group cut its forecast. The company fell. Peel & Company rose.",
     {{"The company", "Brightwell Group"}}},
    {"The Halden prison is a scandal, as readers of this newspaper know.", {{"this newspaper", "-"}}},
    {"Ann Lee met Tom Cole. \"It's over,\" she said.", {{"It's", "-"}}},
    {"Martin Cole told jurors so. Under questions by Rupert Hale, he agreed.",
     {{"he agreed", "Martin Cole"}}},
    {"Ann Lee, who succeeded her, left.", {{"her,", "-"}}},
    {"Ruth Lee is governor of the state. Tom Cole hates the governor.", {{"the governor", "Ruth Lee"}}},
    {"Mayor Ann Lee left. Lee's office denied it. Her office did so twice, as did the prosecutor's office.",
     {{"Lee's office", "Lee's office"},
      {"Her office", "Lee's office"},
      {"the prosecutor's office", "prosecutor's office"}}},
    {"Luca Rossi spoke on Monday. \"No,\" the billionaire said.", {{"the billionaire", "Luca Rossi"}}},
    {"Anna Maria Lind ran. Few know Anna Maria.", {{"Anna Maria.", "Anna Maria Lind"}}},
    {"Jan de Witt spoke. Mr de Witt left.", {{"Mr de Witt", "Jan de Witt"}}},
    {"Kim Jong-un spoke to Hye-jin Lee of the US-led force. Kim left.",
     {{"<Kim Jong-un", "Kim Jong-un"},
      {"Hye-jin Lee", "Hye-jin Lee"},
      {"US", "United States"},
      {"Kim left", "Kim Jong-un"}}},
    {"Per-Olof Lind spoke.", {{"Per-Olof Lind", "Per-Olof Lind"}}},
    {"The actor Dion Tairo-Pope spoke.", {{"Dion Tairo-Pope", "Dion Tairo-Pope"}}},
    {"Ann Lee met Tom Lee. Mrs Lee left, and Mr Lee stayed.",
     {{"Mrs Lee", "Ann Lee"}, {"Mr Lee", "Tom Lee"}}},
    {"Det Sgt Priya Nair spoke. Inspector Rob Nair ran. Insp Nair left, and Sgt Nair stayed.",
     {{"Insp Nair", "Rob Nair"}, {"Sgt Nair", "Priya Nair"}}},
    {"Councillor Ann Ray spoke. The mayor, Tom Ray, ran. Cllr Ray left, Mayor Ray stayed, and Ray fell.",
     {{"Cllr Ray", "Ann Ray"}, {"Mayor Ray", "Tom Ray"}, {"Ray fell", "-"}}},
    {"Ann Lee met Tom Lee. They saw Lee herself.", {{"Lee herself", "Ann Lee"}}},
    {"The case of Niamh O'Neil is old. O\u2019Neil\u2019s lawyer left.", {{"<O'Neil", "Niamh O'Neil"}}},
    {"Piet van der Molen spoke. Van der Molen left.", {{"Piet van der Molen", "Piet van der Molen"}}},
    {"Hassan al-Masri spoke. Mr al-Masri left.", {{"Hassan al-Masri", "Hassan al-Masri"}}},
    {"Dr Petra Lind-Hall spoke. Dr Lind-Hall left.", {{"Dr Lind-Hall", "Petra Lind-Hall"}}},
    {"J. K. Marsh wrote it. Marsh left.", {{"Marsh left", "J. K. Marsh"}}},
    {"K Chandra Rao met the judge, M K Anbaran, and Smt. Gita Rao. The X Factor and hepatitis B Testing "
     "fell.",
     {{"<K Chandra", "K Chandra Rao"},
      {"Anbaran", "M K Anbaran"},
      {"Smt. Gita", "Gita Rao"},
      {"Factor", "Factor"},
      {"Testing", "Testing"}}},
    {"Theresa May met Mrs May in May. May said no, and nurse June Smith left in June. April Jones stayed.",
     {{"Mrs May", "Theresa May"},
      {"in May.", "-"},
      {"May said", "Theresa May"},
      {"June Smith", "June Smith"},
      {"April Jones", "April Jones"}}},
    {"Publican Olu Dent spoke. Lockkeeper Mia Frostel ran.",
     {{"Olu Dent", "Olu Dent"}, {"Mia Frostel", "Mia Frostel"}}},
    {"Manchester Ata Frond fell. Peter Van Dorn ran.",
     {{"Frond", "Manchester Ata Frond"}, {"Peter", "Peter Van Dorn"}}},
    {"Ofgrid, the energy regulator, fined them. The regulator was angry.", {{"The regulator", "Ofgrid"}}},
    {"Overnight, the council, which was late, met.", {{"Overnight", "-"}}},
    {"They met Det Con Ann Lee. Det Con Lee left.", {{"Det Con Lee", "Ann Lee"}}},
    {"Finance Minister Dora Katz spoke. Katz left.", {{"Katz left", "Dora Katz"}}},
    {"Clerks were sent by the Ministry of Health. The ministry is new.",
     {{"The ministry", "Ministry of Health"}}},
    {"The Food and Farming Agency sued the Bundesbank and Harbour Bank. Farming is hard.",
     {{"Food and Farming Agency", "Food and Farming Agency"},
      {"Bundesbank", "Bundesbank"},
      {"Harbour Bank", "Harbour Bank"}}},
    {"They sued the National Farm Union (NFU). Later the NFU paid.", {{"NFU paid", "National Farm Union"}}},
    {"Halden Foods plc fell. Later Halden Foods rose. Northgrid plc (NGP) paid, and NGP closed.",
     {{"Later Halden Foods", "Halden Foods"}, {"<Northgrid", "Northgrid"}, {"NGP closed", "Northgrid"}}},
    {"Workers at Brand & Low left. Brand & Low closed.", {{"Brand & Low closed", "Brand & Low"}}},
    {"He left the Scrap Dealers' Federation in May.",
     {{"Scrap Dealers' Federation", "Scrap Dealers' Federation"}}},
    {"Some of the People's Unity Front met at King's College.",
     {{"People's Unity Front", "People's Unity Front"}, {"King's College", "King's College"}}},
    {"Ruth Dunne, Director of the Coastal Rescue Service, spoke.",
     {{"Coastal Rescue Service", "Coastal Rescue Service"}, {"Ruth Dunne", "Ruth Dunne"}}},

    {"They all trusted Women's Health Partners. Money came from the Bakers' and Cooks' Union, which sent it "
     "to the "
     "Flood and Storm Service.",
     {{"Women's Health Partners", "Women's Health Partners"},
      {"Bakers' and Cooks' Union", "Bakers' and Cooks' Union"},
      {"Flood and Storm Service", "Flood and Storm Service"}}},
    {"Ships crossed the Strait of Karstadt.", {{"Strait of Karstadt", "Strait of Karstadt"}}},
    {"Minister for Health Oona Marsh and MLA Gita Rao met Superintendent of Police Ruth Dunne.",
     {{"Oona Marsh", "Oona Marsh"}, {"Gita Rao", "Gita Rao"}, {"Ruth Dunne", "Ruth Dunne"}}},
    {"The US Senate sat. Aid came from the U.S.", {{"U.S.", "United States"}}},
    {"Two House Republicans left. Many Republicans stayed.",
     {{"House Republicans", "House Republicans"}, {"Republicans stayed", "Republicans"}}},

    /* capitals that name nobody */
    {"They met Ann Lee (R-Ky.) and Tom Cole, D-Ohio.", {{"Ky", "-"}, {"Ohio", "-"}, {"Ann Lee", "Ann Lee"}}},
    {"They enjoy the Moment Of course, and fight anti-Semitism.", {{"Moment", "-"}, {"Semitism", "-"}}},
    {"Officials met on Monday in March. However, nothing came of it.", {{"Officials", "-"}, {"Monday", "-"}}},
    {"Councils met. All councils met.", {{"<Councils", "-"}}},
    {"Ann Lee wrote > If it rains I stay.", {{"If", "-"}}},
    {"The rain fell in Karstadt and near Dalmere.", {{"Karstadt", "-"}, {"Dalmere", "-"}}},
    {"KARSTADT (Northwire) - Ann Lee spoke.",
     {{"KARSTADT", "-"}, {"Northwire", "-"}, {"Ann Lee", "Ann Lee"}}},
    {"Under Clause 9 the French troops left.", {{"Clause", "-"}, {"French", "-"}}},
    {"Mayor Lee Wins Again In Record Vote\n\nAnn Lee won again. A record vote, said Mayor Lee.",
     {{"<Lee", "Ann Lee"}, {"<Record", "-"}, {"<Vote", "-"}}},

    /* descriptions */
    {"Barry Jones, a retired general, spoke. The general left.", {{"The general", "Barry Jones"}}},
    {"Ann Lee (Lab, Hull East), a former nurse, spoke. Bex Dawn (Tom Cole), a singer, ran. The former nurse "
     "left, and the singer stayed.",
     {{"Hull East", "-"}, {"The former nurse", "Ann Lee"}, {"the singer", "Bex Dawn"}}},
    {"The club's then chairman, Dan Cole, ran. Bob Dunn, the new chairman, won. The former chairman left.",
     {{"The former chairman", "Dan Cole"}}},
    {"Mayor Ann Lee left. Her deputy, Tom Cole, stayed. Lee's deputy ran.", {{"Lee's deputy", "Tom Cole"}}},
    {"Bob Dunn, a lawyer for Tom Cole, ran. Ann Lee's lawyer left.", {{"lawyer left", "-"}}},
    {"The council leader, Ann Lee, ran. The council's leader left.", {{"The council's leader", "Ann Lee"}}},
    {"The retired general Barry Jones spoke. Many cheered the retired general.",
     {{"the retired general", "Barry Jones"}}},
    {"The minister, Ann Lee, spoke. Few trust the minister.", {{"the minister", "Ann Lee"}}},
    {"Foreign Minister Ann Lee met Finance Minister Tom Cole. The foreign minister left.",
     {{"The foreign minister", "Ann Lee"}}},
    {"The president of the Farm Union, Tom Cole, spoke. The president left.",
     {{"The president", "Tom Cole"}}},
    {"Datawell, a research firm, grew. The firm paid.", {{"The firm", "Datawell"}}},
    {"Acme Ltd sued. The company won.", {{"The company", "Acme Ltd"}}},
    {"Barry Jones, a retired general, lost. The general election is near.", {{"The general", "-"}}},
    {"Acme Ltd sold its mill to Brand Inc. The company grew.", {{"The company", "Acme Ltd"}}},
    {"Acme Ltd, parent of Low and Brand Cos, sued. The company won.", {{"The company", "Acme Ltd"}}},
    {"Harbour Resources Inc grew. Harbour Resources paid.",
     {{"Harbour Resources paid", "Harbour Resources Inc"}}},
    {"Halden Foods fell. Ann Lee, an analyst at Acme Securities, said it may fall. The group paid.",
     {{"it may", "Halden Foods"}, {"The group", "Halden Foods"}}},
    {"Halden Foods fell. Ann Lee of Acme Ltd was sad. The company paid.", {{"The company", "Halden Foods"}}},
    {"Ann Lee, an analyst at Acme Securities, was sad. The firm paid.", {{"The firm", "Acme Securities"}}},
    {"The mayor spoke.", {{"The mayor", "-"}}},
    {"Health Minister Ann Lee met us. The Minister of Finance left.", {{"The Minister", "-"}}},
    {"The captain, Ann Lee, was angry. \"We lost,\" the midfielder said.", {{"the midfielder", "Ann Lee"}}},
    {"\"I ran,\" said Ann Lee. \"I won.\"\n\nAsked about it, the striker was glad.",
     {{"the striker", "Ann Lee"}}},
    {"\"I ran,\" said one woman. \"I won.\" The pensioner was glad.", {{"The pensioner", "-"}}},
    {"Ann Lee taught for years. The retired teacher was glad.", {{"The retired teacher", "Ann Lee"}}},
    {"Tom Cole ran.\n\nThe striker was glad.", {{"The striker", "Tom Cole"}}},
    {"Tom Cole ran.\n\nThe witness was glad.", {{"The witness", "-"}}},
    {"City manager Ann Lee ran. \"No,\" the City boss said.", {{"the City boss", "Ann Lee"}}},
    {"Acme Foods chief executive Ann Lee ran. The leader of the gang fell. The boss left.",
     {{"The leader", "-"}, {"The boss", "Ann Lee"}}},
    {"United manager Ann Lee met the City coach Tom Cole. The boss left.", {{"The boss", "-"}}},
    {"Minister falls, says lawyer\n\nAnn Lee, a lawyer, spoke.", {{"<lawyer", "Ann Lee"}}},
    {"The chamber of commerce met. The chamber is old, and the council is new.",
     {{"<chamber of commerce", "chamber of commerce"},
      {"The chamber", "chamber of commerce"},
      {"the council", "council"}}},
    {"The Farm Union met. The police union left.", {{"The police union", "police union"}}},
    {"The rules come from the interior ministry. The ministry is new.",
     {{"The ministry", "interior ministry"}}},

    /* pronouns */
    {"Ann Lee met Tom Cole. She left.", {{"She", "Ann Lee"}}},
    {"Mr Cole spoke. He left with his dog.", {{"He", "Cole"}, {"his", "Cole"}}},
    {"Tom Cole and Bob Dunn met. He left.", {{"He", "-"}}},
    {"Tom Cole praised Bob Dunn. He left.", {{"He", "Tom Cole"}}},
    {"She left.", {{"She", "-"}}},
    {"Tom Cole spoke. Nobody came. \"He is a thief,\" said Bob Dunn.", {{"He", "Tom Cole"}}},
    {"Bob Dunn spoke. \"He is a thief,\" said Mr Dunn.", {{"He", "-"}}},
    {"Oona Marsh called it good. \"It rains,\" she said.", {{"she", "Oona Marsh"}}},
    {"Mary Ward spoke.\n\nJane Berk hit her.", {{"her", "Mary Ward"}}},
    {"Mary Ward asked Jane Berk to sack her.", {{"her", "Mary Ward"}}},
    {"Tom Cole spoke. Her husband, Bob Dunn, had debts, he told the court.", {{"he told", "Tom Cole"}}},
    {"Mary Ward spoke. Jane Berk would miss it, she said, but Bob Dunn would not.", {{"she", "Mary Ward"}}},
    {"The council met. Bob Dunn had debts, he said.", {{"he said", "Bob Dunn"}}},
    {"Tom Cole spoke. When Bob Dunn came, he said that it was over.", {{"he said", "Bob Dunn"}}},
    {"The Acme Bank grew. It raised its fees.", {{"its", "Acme Bank"}}},
    {"The Farm Union told Acme Bank so. Its members left.", {{"Its", "Farm Union"}}},
};

static uint32_t mention_at(const article *a, span at)
{
    for (uint32_t i = 0; i < a->n_mentions; i++)
        if (spans_meet(a->mention[i].at, at))
            return i;
    return NONE;
}

static void snippets_mean_whom_they_should(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof mentions / sizeof *mentions; i++) {
        str text = str_z(mentions[i].text);
        arena a = {0};
        err e = {0};
        article read;

        assert_true(sample_article(text, &read, &a) && names_find(NULL, &read, &a, &e));
        for (const asked *one = mentions[i].asked; one->words; one++) {
            uint32_t m = mention_at(&read, place(text, one->words));
            str got = entity_name(&read, m == NONE ? NONE : read.mention[m].entity);

            if (!str_eq(got, str_z(one->name)))
                fail_msg("'%s' in '%s' is '%.*s', not '%s'", one->words, text.p, (int)got.n, got.p,
                         one->name);
        }
        arena_free(&a);
    }
}

/* ---- sources ---- */

static const snippet sources[] = {
    {"Dale Hurst, the agency's chief engineer, said no.",
     {{"Dale Hurst, the agency's chief engineer", "Dale Hurst"}}},
    {"The union's secretary, Ann Lee, said no.", {{"The union's secretary, Ann Lee", "Ann Lee"}}},
    {"Analysts at Acme Bank said no.", {{"Analysts at Acme Bank", "-"}}},
    {"Reserve Bank of Lorne (RBL) governor Anil Gupta said no.",
     {{"Reserve Bank of Lorne (RBL) governor Anil Gupta", "Anil Gupta"}}},
    {"Acme Bank (run by Tom Cole) said no.", {{"Acme Bank (run by Tom Cole)", "Acme Bank"}}},
    {"A spokesman for Acme Bank said no.", {{"A spokesman for Acme Bank", "-"}}},
    {"The state Water Authority said no.", {{"The state Water Authority", "Water Authority"}}},
    {"Halden Foods plc said no.", {{"Halden Foods plc", "Halden Foods"}}},
    {"Pia Ruge of Acme Bank said no.", {{"Pia Ruge of Acme Bank", "Pia Ruge"}}},
    {"Ann Lee, who runs the clinic, said no. \"Never,\" she said.",
     {{"Ann Lee, who runs the clinic", "Ann Lee"}, {"she", "Ann Lee"}}},
    {"Tom Cole, who said no, left.", {{"who", "Tom Cole"}}},
    {"Some said no.", {{"Some", "-"}}},
    {"Sarah Quill KC, for the defence, said no.", {{"Sarah Quill KC, for the defence", "Sarah Quill"}}},
    {"President Ivan Petrov met Barry Jones. He said no.", {{"He", "Ivan Petrov"}}},
    {"The Chancellor said no.\n\nRuth Hall told friends so.", {{"The Chancellor", "Ruth Hall"}}},
    {"A report by the Acme Trust said no.", {{"A report by the Acme Trust", "Acme Trust"}}},
    {"Figures compiled by the Acme Trust say no.", {{"Figures compiled by the Acme Trust", "Acme Trust"}}},
    {"An Acme Trust poll found it.", {{"An Acme Trust poll", "Acme Trust"}}},
    {"The Acme Trust's 40-page report says no.", {{"The Acme Trust's 40-page report", "Acme Trust"}}},
    {"The Acme Trust met. Its own report says no.", {{"Its own report", "Acme Trust"}}},
    {"A memo seen by the Acme Post says no.", {{"A memo seen by the Acme Post", "-"}}},
    {"A report from the Acme Trust's lawyer says no.", {{"A report from the Acme Trust's lawyer", "-"}}},
    {"Others, among them Ann Lee, said no.", {{"Others, among them Ann Lee", "-"}}},
    {"Gus Bell, 33, ran. Nora Hill, 31, won. The 33-year-old said no.", {{"The 33-year-old", "Gus Bell"}}},
    {"Gus Bell ran past Nora Hill. The 33-year-old said no.", {{"The 33-year-old", "Gus Bell"}}},
    {"After Nora Hill's pass Gus Bell ran. The 33-year-old said no.", {{"The 33-year-old", "Gus Bell"}}},
    {"Gus Bell met Nora Hill. The mother-of-three said no.", {{"The mother-of-three", "Nora Hill"}}},
    {"Gus Bell met Nora Hill. The father of two said no.", {{"The father of two", "Gus Bell"}}},
    {"Gus Bell left. The father of the bride said no.", {{"The father of the bride", "-"}}},
    {"One critic was Gus Bell of the Acme Trust, who said no.", {{"who", "Gus Bell"}}},
    {"Bex Dawn (Tom Cole), who said no, left.", {{"who", "Bex Dawn"}}},
    {"They left the Acme Trust, which said no.", {{"which", "Acme Trust"}}},
    {"Ann Lee and Tom Cole said no.", {{"Ann Lee and Tom Cole", "-"}}},
    {"Both the Lenders' Union (LU) and the Acme Trust said no.",
     {{"Both the Lenders' Union (LU) and the Acme Trust", "-"}}},
    {"Their employer and the Acme Trust said no.", {{"Their employer and the Acme Trust", "-"}}},
    {"Union leader Rob Hale met them. The leader of the council, Ann Lee, said no.",
     {{"The leader of the council, Ann Lee", "Ann Lee"}}},
    {"Luca Rossi lost. The Italian said no.", {{"The Italian", "Luca Rossi"}}},
    {"Luca Rossi lost. The Italians said no.", {{"The Italians", "-"}}},
    {"Ann Lee lost. The former Dalmere governor said no.", {{"The former Dalmere governor", "Ann Lee"}}},
    {"Ann Lee met Bob Ray. The congressman said no.", {{"The congressman", "Bob Ray"}}},
    {"Ann Lee met Bob Ray. The GOP nominee said no.", {{"The GOP nominee", "Ann Lee"}}},
    {"Ann Lee lost. The auditor said no.", {{"The auditor", "-"}}},
    {"Ann Lee lost. The Independent said no.", {{"The Independent", "Independent"}}},
    {"Ann Lee lost. The candidates said no.", {{"The candidates", "-"}}},
    {"Ann Lee lost. The candidate for mayor said no.", {{"The candidate for mayor", "-"}}},
    {"Ann Lee lost. The former governor's lawyer said no.", {{"The former governor's lawyer", "-"}}},
    {"Boral Creek said no.", {{"Boral Creek", "Boral Creek"}}},
    {"CorvanAir lost. The airline said no.", {{"The airline", "CorvanAir"}}},
};

static void sources_mean_whom_they_should(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        str text = str_z(sources[i].text);
        arena a = {0};
        err e = {0};
        article read;

        assert_true(sample_article(text, &read, &a) && names_find(NULL, &read, &a, &e));
        for (const asked *one = sources[i].asked; one->words; one++) {
            span at = place(text, one->words);
            uint32_t s = 0;
            str got;

            while (read.sentence[s].at.end <= at.begin)
                s++;
            got = entity_name(&read, resolve_source(&read, at, s, &(speakers){.maker = NONE}));
            if (!str_eq(got, str_z(one->name)))
                fail_msg("'%s' in '%s' is '%.*s', not '%s'", one->words, text.p, (int)got.n, got.p,
                         one->name);
        }
        arena_free(&a);
    }
}

/* Behind somebody without a name "he" is not the last who has one. */
static void strangers_are_nobody_else(void **state)
{
    str text = STR("Tom Ray said no. One resident said yes.\n\n\"I saw it,\" he said.");
    uint32_t who[4], ray;
    speakers before = {.who = who, .maker = NONE};
    arena a = {0};
    err e = {0};
    article read;

    (void)state;
    assert_true(sample_article(text, &read, &a) && names_find(NULL, &read, &a, &e));
    ray = resolve_source(&read, place(text, "Tom Ray"), 0, &before);
    assert_int_not_equal(ray, NONE);
    who[before.n++] = ray;
    read.n_mentions = 1; /* nothing but what has been said tells */
    assert_int_equal(resolve_source(&read, place(text, "he"), 2, &before), ray);
    assert_int_equal(resolve_source(&read, place(text, "One resident"), 1, &before), NONE);
    assert_int_equal(resolve_source(&read, place(text, "he"), 2, &before), NONE);
    arena_free(&a);
}

/* ---- entities ---- */

static void entities_are_told_apart(void **state)
{
    str text = STR("Mr Barry Jones spoke for the Ministry of Health. Mrs Ann Lee laughed. Jones left.");
    arena a = {0};
    err e = {0};
    article read;

    (void)state;
    assert_true(sample_article(text, &read, &a) && names_find(NULL, &read, &a, &e));
    assert_int_equal(read.n_entities, 3);
    assert_true(str_eq(read.entity[0].name, STR("Barry Jones")));
    assert_true(read.entity[0].person && read.entity[0].gender == 'm' && !read.entity[0].target);
    assert_int_equal(read.entity[0].n_mentions, 2);
    assert_true(str_eq(read.entity[1].name, STR("Ministry of Health")));
    assert_false(read.entity[1].person);
    assert_true(read.entity[2].person && read.entity[2].gender == 'f');
    arena_free(&a);
}

static void find(str text, const target *list, uint32_t n, bool always, article *read, arena *a)
{
    targets set;
    err e = {0};

    assert_true(sample_article(text, read, a) && targets_index(list, n, 77, a, &set, &e));
    set.always = always;
    assert_true(names_find(&set, read, a, &e));
}

static void targets_come_first(void **state)
{
    const str aliases[] = {STR("the Old Fox")};
    const target some[] = {
        {STR("Nobody Here"), NULL, 0}, {STR("Barry Jones"), aliases, 1}, {STR("Health Ministry"), NULL, 0}};
    str text = STR(
        "Gen. Barry Jones spoke. They call him the Old Fox. Mr Jones left the Jones Institute. the old fox.");
    arena a = {0};
    article read;
    uint32_t n = 0;

    (void)state;
    find(text, some, 3, false, &read, &a);
    assert_true(read.targeted && read.entity[0].target && !read.entity[1].target);
    assert_true(str_eq(read.entity[0].name, STR("Barry Jones")) && read.entity[0].person);
    for (uint32_t i = 0; i < read.n_mentions; i++)
        n += read.mention[i].entity == 0 && !read.mention[i].pronoun;
    assert_int_equal(n, 3);
    assert_int_equal(read.mention[mention_at(&read, place(text, "the Old Fox"))].entity, 0);
    assert_int_equal(mention_at(&read, place(text, "the old fox")), NONE);
    assert_int_not_equal(read.mention[mention_at(&read, place(text, "Jones Institute"))].entity, 0);
    arena_free(&a);

    find(text, some, 3, true, &read, &a); /* a record's own is there in any case */
    for (uint32_t i = 0; i < 3; i++)
        assert_true(read.entity[i].target && str_eq(read.entity[i].name, some[i].name));
    assert_int_equal(read.entity[0].n_mentions, 0);
    arena_free(&a);
}

static void targets_stand_in_headlines(void **state)
{
    const target some[] = {{STR("Ann Lee"), NULL, 0}, {STR("Lee"), NULL, 0}};
    arena a = {0};
    article read;

    (void)state;
    find(STR("Ann Lee Wins Again In Record Vote\n\nThe vote was held on Monday, said Ann Lee."), some, 2,
         false, &read, &a);
    assert_int_equal(read.entity[0].n_mentions, 2);
    assert_int_equal(read.n_mentions, 2);
    arena_free(&a);
    find(STR("ANN LEE WINS AGAIN IN RECORD VOTE\n\nThe vote was held on Monday."), some, 2, false, &read, &a);
    assert_int_equal(read.n_mentions, 1);
    assert_true(read.entity[read.mention[0].entity].target);
    arena_free(&a);
}

/* ---- any bytes ---- */

static bool on_boundary(str text, uint32_t at)
{
    return at == text.n || ((unsigned char)text.p[at] & 0xC0) != 0x80;
}

static void check_article(const article *a)
{
    uint32_t before = 0;

    for (uint32_t i = 0; i < a->n_mentions; i++) {
        const mention *m = &a->mention[i];

        assert_true(m->at.begin < m->at.end && m->at.end <= a->text.n && m->at.begin >= before);
        assert_true(on_boundary(a->text, m->at.begin) && on_boundary(a->text, m->at.end));
        assert_true(m->entity < a->n_entities && m->sentence < a->n_sentences);
        assert_true(span_in(m->at, a->sentence[m->sentence].at));
        before = m->at.begin;
    }
    for (uint32_t i = 0; i < a->n_entities; i++)
        assert_true(a->entity[i].name.n > 0 && strchr("fm?", a->entity[i].gender));
}

static void any_bytes_are_an_article(void **state)
{
    static const char *const parts[] = {
        "Mr",       " ",    "Jones", "'s",     "\u2019s",  "The ", "of ", ".", "\xFF",
        "\xE2\x80", "\n\n", "he ",   "said ",  "(",        ")",    "-",   ",", "\"",
        "Ann ",     "Dr. ", "NFU",   "\u00C9", "general ", "a ",   "& ",  "'", "Ministry "};
    uint64_t seed = 1;

    (void)state;
    for (int round = 0; round < 3000; round++) {
        char text[400];
        size_t n = 0;
        arena a = {0};
        err e = {0};
        article read;
        const target some = {STR("Ann Jones"), NULL, 0};
        targets set;

        while (n + 16 < sizeof text) {
            const char *part;

            seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
            part = parts[(seed >> 33) % (sizeof parts / sizeof *parts)];
            memcpy(text + n, part, strlen(part));
            n += strlen(part);
        }
        assert_true(sample_article((str){text, n}, &read, &a) &&
                    targets_index(&some, 1, seed, &a, &set, &e) && names_find(&set, &read, &a, &e));
        check_article(&read);
        for (uint32_t i = 0; i + 3 < n; i += 7) {
            uint32_t one = resolve_source(&read, (span){i, i + 3}, 0, &(speakers){.maker = NONE});

            assert_true(one == NONE || one < read.n_entities);
        }
        arena_free(&a);
    }
}

/* Each "he" as the source of an attribution. */
static void resolve_each_he(const article *a)
{
    for (uint32_t t = 0; t < a->n_tokens; t++) {
        uint32_t one = NONE;

        if (str_eq(span_text(a, a->token[t].at), STR("he")))
            one = resolve_source(a, a->token[t].at, a->token[t].sentence, &(speakers){.maker = NONE});
        assert_true(one == NONE || one < a->n_entities);
    }
}

/* The time of a text of `n` times the same words, or of words that all differ, behind "Ann Lee met ". */
static double seconds_of(const char *part, bool vary, size_t size_bytes)
{
    char *text = malloc(size_bytes + 64);
    size_t n = 0, k = 0;
    arena a = {0};
    err e = {0};
    article read;
    clock_t begin;
    double took;

    assert_non_null(text);
    n += (size_t)snprintf(text, 64, "Ann Lee met ");
    while (n < size_bytes)
        n += (size_t)snprintf(text + n, 64, vary ? "%s%zx " : "%s", part, k++);
    assert_true(sample_article((str){text, n}, &read, &a));
    begin = clock();
    assert_true(names_find(NULL, &read, &a, &e));
    resolve_each_he(&read);
    took = (double)(clock() - begin) / CLOCKS_PER_SEC;
    check_article(&read);
    arena_free(&a);
    free(text);
    return took;
}

static void time_is_linear(void **state)
{
    static const struct {
        const char *words;
        bool vary;
    } texts[] = {{"Jones ", false},
                 {"Abc", true},
                 {"he said ", false},
                 {"he said that ", false},
                 {"Lee, he said, was ", false},
                 {"a big dog he said ", false},
                 {"The general said he met Ann Jo", true},
                 {"Ann ", false},
                 {"Jones, a general, ", false},
                 {"the big ministry of Ab", true},
                 {"Tom Jones, Ann Jones and Jones met him. ", false},
                 {"the Bakers' and ", false},
                 {"Kim Jong-un-un ", false},
                 {"she hit her to ", false},
                 {"her ", false},
                 {"\"He,\" ", false}};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        double small = seconds_of(texts[i].words, texts[i].vary, 1 << 17);
        double large = seconds_of(texts[i].words, texts[i].vary, 1 << 20);

        /* Eight times the text: a quadratic step would take 64 times as long. */
        if (large > 24 * small + 1)
            fail_msg("'%s': %.3f s for 128 KiB, %.3f s for 1 MiB", texts[i].words, small, large);
    }
}

static void no_text_no_names(void **state)
{
    arena a = {0};
    err e = {0};
    article read;

    (void)state;
    assert_true(sample_article(STR(""), &read, &a) && names_find(NULL, &read, &a, &e));
    assert_int_equal(read.n_entities + read.n_mentions, 0);
    assert_int_equal(resolve_source(&read, (span){0, 0}, 0, &(speakers){.maker = NONE}), NONE);
    arena_free(&a);
}

static void the_lexicon_is_in_order(void **state)
{
    uint32_t kinds, same;
    str before = {NULL, 0};

    (void)state;
    for (size_t i = 0;; i++) {
        str word_here = lexicon_at(i, &kinds);

        if (!word_here.n)
            break;
        if (before.n && str_cmp(before, word_here) >= 0)
            fail_msg("'%s' does not belong behind '%s'", word_here.p, before.p);
        same = lexicon_find(word_here);
        assert_int_equal(same, kinds);
        assert_int_not_equal(kinds, 0);
        before = word_here;
    }
    assert_int_equal(lexicon_find(STR("MINISTER")), lexicon_find(STR("minister")));
    assert_int_equal(lexicon_find(STR("xyzzy")), 0);
    assert_int_equal(lexicon_find(STR("a word of many letters")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(snippets_mean_whom_they_should),
        cmocka_unit_test(sources_mean_whom_they_should),
        cmocka_unit_test(strangers_are_nobody_else),
        cmocka_unit_test(entities_are_told_apart),
        cmocka_unit_test(targets_come_first),
        cmocka_unit_test(targets_stand_in_headlines),
        cmocka_unit_test(any_bytes_are_an_article),
        cmocka_unit_test(time_is_linear),
        cmocka_unit_test(no_text_no_names),
        cmocka_unit_test(the_lexicon_is_in_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
