/* Codes of states and of others that issue documents or that people belong to: ISO 3166-1, and ICAO
 * Doc 9303-3, section 5. */
#include <string.h>

#include "input/mrz_parts.h"

static const char LISTED[] =
    "ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD "
    "BGR BHR BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR "
    "COD COG COK COL COM CPV CRI CUB CUW CXR CYM CYP CZE DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP "
    "EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM "
    "GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN "
    "KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO "
    "MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER "
    "NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE "
    "PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR "
    "SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA "
    "UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE";

struct state {
    const char *code, *words;
};

static const struct state SPECIAL[] = {
    {"D", "Germany"},
    {"EUE", "European Union"},
    {"GBD", "British Overseas Territories citizen"},
    {"GBN", "British National (Overseas)"},
    {"GBO", "British Overseas citizen"},
    {"GBP", "British protected person"},
    {"GBS", "British subject"},
    {"RKS", "Kosovo"},
    {"UNA", "United Nations specialised agency"},
    {"UNK", "resident of Kosovo, issued by the United Nations mission"},
    {"UNO", "United Nations"},
    {"UTO", "Utopia, the state of specimens: no real document"},
    {"XBA", "African Development Bank"},
    {"XCC", "Caribbean Community"},
    {"XCE", "Council of Europe"},
    {"XCO", "Common Market for Eastern and Southern Africa"},
    {"XDC", "Southern African Development Community"},
    {"XEC", "Economic Community of West African States"},
    {"XES", "Organization of Eastern Caribbean States"},
    {"XIM", "African Export-Import Bank"},
    {"XMP", "Parliamentary Assembly of the Mediterranean"},
    {"XOM", "Sovereign Military Order of Malta"},
    {"XPO", "Interpol"},
    {"XXA", "stateless person"},
    {"XXB", "refugee under the Convention of 1951"},
    {"XXC", "refugee, other"},
    {"XXX", "nationality not specified"},
};

/* ISO 3166-3; still on papers of those days. */
static const struct state FORMER[] = {
    {"ANT", "Netherlands Antilles"}, {"BUR", "Burma"},       {"BYS", "Byelorussian SSR"},
    {"CSK", "Czechoslovakia"},       {"DDR", "German Democratic Republic"},
    {"NTZ", "Neutral Zone"},         {"ROM", "Romania, now ROU"}, {"SCG", "Serbia and Montenegro"},
    {"SUN", "Soviet Union"},         {"TMP", "East Timor"},  {"YMD", "Democratic Yemen"},
    {"YUG", "Yugoslavia"},           {"ZAR", "Zaire"},
};

static const char *find(const struct state *list, size_t count, const char *code) {
    for (size_t i = 0; i < count; i++)
        if (!strcmp(list[i].code, code)) return list[i].words;
    return NULL;
}

enum mrz_state_kind mrz_state_kind(const char *code, const char **out_words) {
    *out_words = find(SPECIAL, sizeof SPECIAL / sizeof *SPECIAL, code);
    if (*out_words) return MRZ_STATE_SPECIAL;
    *out_words = find(FORMER, sizeof FORMER / sizeof *FORMER, code);
    if (*out_words) return MRZ_STATE_FORMER;
    if (strlen(code) != 3) return MRZ_STATE_UNKNOWN;
    for (const char *at = LISTED; *at; at += at[3] ? 4 : 3)
        if (!memcmp(at, code, 3)) return MRZ_STATE_LISTED;
    return MRZ_STATE_UNKNOWN;
}
