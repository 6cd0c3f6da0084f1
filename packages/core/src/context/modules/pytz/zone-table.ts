/** Made by `test/modules/zone-table.py`: the time zones of pytz. Offsets and when they change come from `Intl`. */

/**
 * One line for each group of zones that have had the same states since 1970, the latest state last: minutes east of UTC,
 * minutes of summer time (`=`: the zone never changes), abbreviation (none: the offset as digits); then the zones, those
 * with `~` not among the common ones.
 */
export const zoneTable = `
0::GMT|Africa/Abidjan Africa/Accra Africa/Bamako Africa/Banjul Africa/Conakry Africa/Dakar Africa/Freetown Africa/Lome Africa/Nouakchott Africa/Ouagadougou ~Africa/Timbuktu Atlantic/Reykjavik Atlantic/St_Helena ~Iceland
180::EAT|Africa/Addis_Ababa Africa/Asmara ~Africa/Asmera Africa/Dar_es_Salaam Africa/Djibouti Africa/Kampala Africa/Mogadishu Africa/Nairobi Indian/Antananarivo Indian/Comoro Indian/Mayotte
120:60:CEST 60:60:WEST 0::WET 60::CET|Africa/Algiers
60::WAT|Africa/Bangui Africa/Brazzaville Africa/Douala Africa/Kinshasa Africa/Lagos Africa/Libreville Africa/Luanda Africa/Malabo Africa/Niamey Africa/Porto-Novo
-60:: 0::GMT|Africa/Bissau
120::CAT|Africa/Blantyre Africa/Bujumbura Africa/Gaborone Africa/Harare Africa/Kigali Africa/Lubumbashi Africa/Lusaka Africa/Maputo
180:60:EEST 120::EET|Africa/Cairo Asia/Beirut Asia/Nicosia ~EET ~Egypt Europe/Athens Europe/Bucharest Europe/Helsinki Europe/Mariehamn ~Europe/Nicosia Europe/Sofia
60:60: 0:-60: 60:: 0::|Africa/Casablanca
60:60:WEST 0::WET 120:60:CEST 60::CET|Africa/Ceuta
-60:: 60:60: 0:-60: 60:: 0::|Africa/El_Aaiun
120::SAST|Africa/Johannesburg Africa/Maseru Africa/Mbabane
180:60:CAST 180::EAT 120::CAT|Africa/Juba Africa/Khartoum
-44::MMT 0::GMT|Africa/Monrovia
120:60:WAST 60::WAT|Africa/Ndjamena
60::WAT 0::GMT|Africa/Sao_Tome
60::CET 120:60:CEST 120::EET|Africa/Tripoli ~Libya
120:60:CEST 60::CET|Africa/Tunis Arctic/Longyearbyen ~Atlantic/Jan_Mayen ~CET Europe/Amsterdam Europe/Andorra Europe/Belgrade Europe/Berlin Europe/Bratislava Europe/Brussels Europe/Budapest Europe/Busingen Europe/Copenhagen Europe/Gibraltar Europe/Ljubljana Europe/Luxembourg Europe/Madrid Europe/Malta Europe/Monaco Europe/Oslo Europe/Paris Europe/Podgorica Europe/Prague Europe/Rome Europe/San_Marino Europe/Sarajevo Europe/Skopje Europe/Stockholm Europe/Tirane Europe/Vaduz Europe/Vatican Europe/Vienna Europe/Warsaw Europe/Zagreb Europe/Zurich ~MET ~Poland
120::SAST 60:-60:WAT 120::CAT|Africa/Windhoek
-660::BST -600:60:BDT -600::AHST -540:60:HDT -600::HST|America/Adak ~America/Atka ~US/Aleutian
-600::AHST -540:60:AHDT -540::YST -480:60:AKDT -540::AKST|America/Anchorage US/Alaska
-240::AST|America/Anguilla America/Antigua America/Aruba America/Blanc-Sablon America/Curacao America/Dominica America/Grenada America/Guadeloupe America/Kralendijk America/Lower_Princes America/Marigot America/Montserrat America/Port_of_Spain America/Puerto_Rico America/St_Barthelemy America/St_Kitts America/St_Lucia America/St_Thomas America/St_Vincent America/Tortola ~America/Virgin
-120:60: -180::|America/Araguaina America/Argentina/Buenos_Aires America/Bahia America/Belem ~America/Buenos_Aires America/Fortaleza America/Maceio America/Recife America/Sao_Paulo ~Brazil/East
-120:120: -180:60: -240:: -120:60: -180::|America/Argentina/Catamarca ~America/Argentina/ComodRivadavia America/Argentina/Mendoza America/Argentina/Tucuman ~America/Catamarca ~America/Mendoza
-240:: -120:120: -120:60: -180::|America/Argentina/Cordoba America/Argentina/Salta ~America/Cordoba ~America/Rosario
-180:60: -240:: -120:120: -120:60: -180::|America/Argentina/Jujuy ~America/Jujuy
-180:60: -240:: -120:60: -180::|America/Argentina/La_Rioja America/Argentina/Rio_Gallegos America/Argentina/San_Juan America/Argentina/Ushuaia
-120:60: -180:60: -240:: -180::|America/Argentina/San_Luis Atlantic/Stanley
-240:: -180:60: -180::|America/Asuncion America/Coyhaique America/Punta_Arenas
-300::EST|America/Atikokan America/Cayman ~America/Coral_Harbour America/Panama ~EST
-360:60:MDT -420::MST -300:120:CDT -300:60:CDT -360::CST|America/Bahia_Banderas
-180:60:ADT -240::AST|America/Barbados America/Glace_Bay America/Halifax America/Martinique America/Moncton America/Thule Atlantic/Bermuda Canada/Atlantic
-300:60:CDT -360::CST|America/Belize America/Chicago America/Costa_Rica America/El_Salvador America/Guatemala America/Matamoros America/Mexico_City America/Monterrey America/Tegucigalpa ~CST6CDT ~Mexico/General US/Central
-180:60: -240::|America/Boa_Vista America/Campo_Grande America/Cuiaba America/Manaus America/Porto_Velho ~Brazil/West
-240:60: -300::|America/Bogota America/Guayaquil America/Lima
-360:60:MDT -420::MST|America/Boise America/Denver America/Hermosillo America/Mazatlan ~America/Shiprock ~MST7MDT ~Mexico/BajaSur ~Navajo US/Mountain
-300:60:CDT -300::EST -360::CST -360:60:MDT -420::MST|America/Cambridge_Bay
-240:60:EDT -300:60:CDT -360::CST -300::EST|America/Cancun
-270:: -240::|America/Caracas
-180::|America/Cayenne
-300:60:CDT -420::MST -360:60:MDT -360::CST|America/Chihuahua
-300:60:CDT -360::CST -360:60:MDT -420::MST|America/Ciudad_Juarez
-420::MST|America/Creston America/Phoenix ~MST US/Arizona
-120:60: -180:: 0::GMT|America/Danmarkshavn
-540::YST -480::PST -420:60:PDT -420::MST|America/Dawson
-480::PST -420:60:PDT -420::MST|America/Dawson_Creek America/Vancouver America/Whitehorse Canada/Pacific ~Canada/Yukon
-240:60:EDT -300::EST|America/Detroit ~America/Fort_Wayne America/Indiana/Indianapolis America/Indiana/Vevay ~America/Indianapolis America/Jamaica ~America/Montreal America/Nassau America/New_York ~America/Nipigon America/Port-au-Prince ~America/Thunder_Bay America/Toronto Canada/Eastern ~EST5EDT ~Jamaica ~US/East-Indiana US/Eastern ~US/Michigan
-420::MST -360:60:MDT -360::CST|America/Edmonton ~America/Yellowknife Canada/Mountain
-240:60: -240:: -300::|America/Eirunepe ~America/Porto_Acre America/Rio_Branco ~Brazil/Acre
-420:60:PDT -480::PST|~America/Ensenada America/Los_Angeles ~America/Santa_Isabel America/Tijuana ~Mexico/BajaNorte ~PST8PDT US/Pacific
-420:60:PDT -480::PST -420::MST|America/Fort_Nelson
-120:60: -180:: -60:60: -120::|~America/Godthab America/Nuuk
-120:120:ADDT -180:60:ADT -240::AST|America/Goose_Bay
-240::AST -240:60:EDT -300::EST|America/Grand_Turk
-225:: -180:: -240::|America/Guyana
-240:60:CDT -300::CST|America/Havana ~Cuba
-300::EST -300:60:CDT -360::CST|America/Indiana/Knox ~America/Knox_IN America/Managua America/Menominee America/Merida America/Rankin_Inlet America/Resolute ~US/Indiana-Starke
-300::CDT -240:60:EDT -300::EST|America/Indiana/Marengo America/Kentucky/Louisville ~America/Louisville
-360::CST -300:60:CDT -240:60:EDT -300::EST|America/Indiana/Petersburg America/Indiana/Vincennes America/Iqaluit America/Kentucky/Monticello ~America/Pangnirtung
-240:60:EDT -300::EST -300:60:CDT -360::CST|America/Indiana/Tell_City
-300:60:CDT -360::CST -240:120:EDT -240:60:EDT -300::EST|America/Indiana/Winamac
-420:60:PDT -480::PST -360:120:MDT -420::MST -360:60:MDT -360::CST|America/Inuvik
-480:60:YDT -480::PST -420:60:PDT -540::YST -480:60:AKDT -540::AKST|America/Juneau
-240::|America/La_Paz
-420:60:PDT -480::PST -480:60:AKDT -540::AKST|America/Metlakatla
-240::AST -120:60: -180::|America/Miquelon
-90:90: -150:30: -120:60: -180::|America/Montevideo
-660::BST -600:60:BDT -540::YST -480:60:AKDT -540::AKST|America/Nome
-60:60: -120::|America/Noronha ~Brazil/DeNoronha
-420::MST -360:60:MDT -300:60:CDT -360::CST|America/North_Dakota/Beulah America/North_Dakota/Center America/North_Dakota/New_Salem America/Ojinaga
-210:: -180::|America/Paramaribo
-360::CST -300:60:CDT -300::EST|~America/Rainy_River America/Winnipeg Canada/Central
-360::CST|America/Regina ~Canada/Saskatchewan
-180:60: -240:: -180::|America/Santarem
-240:: -180:60:|America/Santiago ~Chile/Continental
-270:30: -300::EST -240::AST|America/Santo_Domingo
0:120: 0:60: -60:: -60:60: -120::|America/Scoresbysund
-480::PST -420:60:PDT -540::YST -480:60:AKDT -540::AKST|America/Sitka
-90:120:NDDT -150:60:NDT -210::NST|America/St_Johns Canada/Newfoundland
-420::MST -360::CST|America/Swift_Current
-480:60:YDT -540::YST -480:60:AKDT -540::AKST|America/Yakutat
660:: 480::|Antarctica/Casey
300:: 420::|Antarctica/Davis
600::|Antarctica/DumontDUrville Pacific/Chuuk Pacific/Port_Moresby ~Pacific/Truk ~Pacific/Yap
600::AEST 660:60:AEDT|Antarctica/Macquarie ~Australia/ACT ~Australia/Canberra ~Australia/Currie Australia/Hobart Australia/Melbourne ~Australia/NSW Australia/Sydney ~Australia/Tasmania ~Australia/Victoria
360:: 300::|Antarctica/Mawson
720::NZST 780:60:NZDT|Antarctica/McMurdo ~Antarctica/South_Pole ~NZ Pacific/Auckland
-120:60: -240:: -180:60: -180::|Antarctica/Palmer
0::-00 -180::|Antarctica/Rothera
180::|Antarctica/Syowa Asia/Aden Asia/Kuwait Asia/Riyadh
0::-00 120:120: 0::|Antarctica/Troll
0::-00 420:: 300::|Antarctica/Vostok
360:60: 420:60: 360:: 300::|Asia/Almaty
120::EET 180:60:EEST 180::|Asia/Amman Asia/Damascus
840:60: 780:: 780:60: 720:60: 660:: 720::|Asia/Anadyr
360:: 360:60: 240:: 300:60: 300::|Asia/Aqtau Asia/Atyrau Asia/Oral
360:: 300:60: 240:: 360:60: 300::|Asia/Aqtobe
360:60: 300:60: 240:: 300::|Asia/Ashgabat ~Asia/Ashkhabad
240:60: 180::|Asia/Baghdad
240:: 180::|Asia/Bahrain Asia/Qatar
180:: 240:60: 300:60: 240::|Asia/Baku Asia/Yerevan
420::|Asia/Bangkok Asia/Phnom_Penh Asia/Vientiane Indian/Christmas
480:60: 420:60: 360:: 420::|Asia/Barnaul Asia/Novokuznetsk Asia/Novosibirsk Asia/Tomsk
420:60: 300:: 360:60: 360::|Asia/Bishkek
480::|Asia/Brunei Asia/Kuching
330::IST|~Asia/Calcutta Asia/Kolkata
540:60: 600:60: 600:: 480:: 540::|Asia/Chita
420:: 540:60: 480::|~Asia/Choibalsan Asia/Ulaanbaatar ~Asia/Ulan_Bator
540:60:CDT 480::CST|~Asia/Chongqing ~Asia/Chungking ~Asia/Harbin ~Asia/Macao Asia/Macau Asia/Shanghai Asia/Taipei ~PRC ~ROC
390:: 360:: 330::|Asia/Colombo
420:60: 360::|~Asia/Dacca Asia/Dhaka
480:: 540::|Asia/Dili
240::|Asia/Dubai Asia/Muscat Indian/Mahe Indian/Reunion
420:60: 360:: 360:60: 300::|Asia/Dushanbe Asia/Tashkent
180:: 180:60:EEST 120::EET|Asia/Famagusta
180:60:IDT 120::IST 180:60:EEST 120::EET|Asia/Gaza Asia/Hebron
480:: 420::|Asia/Ho_Chi_Minh ~Asia/Saigon
540:60:HKST 480::HKT|Asia/Hong_Kong ~Hongkong
360:: 480:60: 420::|Asia/Hovd
480:60: 420:: 540:60: 540:: 480::|Asia/Irkutsk
240:60: 120::EET 180:60:EEST 180::|~Asia/Istanbul Europe/Istanbul ~Turkey
420::WIB|Asia/Jakarta
540::WIT|Asia/Jayapura
180:60:IDT 120::IST|Asia/Jerusalem ~Asia/Tel_Aviv ~Israel
270::|Asia/Kabul
780:60: 720:60: 660:: 720::|Asia/Kamchatka
300:: 360:60:PKST 300::PKT|Asia/Karachi
360::|~Asia/Kashgar Asia/Urumqi
330:: 345::|Asia/Kathmandu ~Asia/Katmandu
540:60: 480:: 600:60: 660:60: 660:: 600:: 540::|Asia/Khandyga
420:60: 360:: 480:60: 480:: 420::|Asia/Krasnoyarsk
450:: 480::|Asia/Kuala_Lumpur Asia/Singapore ~Singapore
660:60: 720:60: 720:: 600:: 660::|Asia/Magadan
480::WITA|Asia/Makassar ~Asia/Ujung_Pandang
540:60:PDT 480::PST|Asia/Manila
360:60: 300:: 420:60: 420:: 360::|Asia/Omsk
480::WITA 420::WIB|Asia/Pontianak
510::KST 540::KST|Asia/Pyongyang
300:60: 240:: 360:60: 360:: 300::|Asia/Qostanay Asia/Yekaterinburg
300:-60: 360:60: 360:: 300::|Asia/Qyzylorda
390::|~Asia/Rangoon Asia/Yangon Indian/Cocos
720:60: 660:60: 600:: 660::|Asia/Sakhalin
360:: 360:60: 300::|Asia/Samarkand
600:60:KDT 540::KST|Asia/Seoul ~ROK
660:60: 600:: 720:60: 720:: 660::|Asia/Srednekolymsk
300:60: 240:60: 180:: 240::|Asia/Tbilisi Europe/Astrakhan Europe/Saratov
300:60: 240:: 270:60: 210::|Asia/Tehran ~Iran
330:: 360::|~Asia/Thimbu Asia/Thimphu
540::JST|Asia/Tokyo ~Japan
540:: 720:180: 660:60: 720:60: 720:: 660:: 600::|Asia/Ust-Nera
600:60: 540:: 660:60: 660:: 600::|Asia/Vladivostok
540:60: 480:: 600:60: 600:: 540::|Asia/Yakutsk
0::WET 60:60:WEST 0:60: -60::|Atlantic/Azores
60:60:WEST 0::WET|Atlantic/Canary ~Atlantic/Faeroe Atlantic/Faroe Atlantic/Madeira
-120:: -60::|Atlantic/Cape_Verde
-120::|Atlantic/South_Georgia
570::ACST 630:60:ACDT|Australia/Adelaide Australia/Broken_Hill ~Australia/South ~Australia/Yancowinna
660:60:AEDT 600::AEST|Australia/Brisbane Australia/Lindeman ~Australia/Queensland
570::ACST|Australia/Darwin ~Australia/North
585:60: 525::|Australia/Eucla
600::AEST 690:60: 630:: 660:30:|~Australia/LHI Australia/Lord_Howe
540:60:AWDT 480::AWST|Australia/Perth ~Australia/West
-420:: -360:60: -360:: -300:60:|~Chile/EasterIsland Pacific/Easter
60::IST 0:-60:GMT|~Eire Europe/Dublin
0:=:GMT|~Etc/GMT ~Etc/GMT+0 ~Etc/GMT-0 ~Etc/GMT0 ~Etc/Greenwich GMT ~GMT+0 ~GMT-0 ~GMT0 ~Greenwich
-60:=:-01|~Etc/GMT+1
-600:=:-10|~Etc/GMT+10
-660:=:-11|~Etc/GMT+11
-720:=:-12|~Etc/GMT+12
-120:=:-02|~Etc/GMT+2
-180:=:-03|~Etc/GMT+3
-240:=:-04|~Etc/GMT+4
-300:=:-05|~Etc/GMT+5
-360:=:-06|~Etc/GMT+6
-420:=:-07|~Etc/GMT+7
-480:=:-08|~Etc/GMT+8
-540:=:-09|~Etc/GMT+9
60:=:+01|~Etc/GMT-1
600:=:+10|~Etc/GMT-10
660:=:+11|~Etc/GMT-11
720:=:+12|~Etc/GMT-12
780:=:+13|~Etc/GMT-13
840:=:+14|~Etc/GMT-14
120:=:+02|~Etc/GMT-2
180:=:+03|~Etc/GMT-3
240:=:+04|~Etc/GMT-4
300:=:+05|~Etc/GMT-5
360:=:+06|~Etc/GMT-6
420:=:+07|~Etc/GMT-7
480:=:+08|~Etc/GMT-8
540:=:+09|~Etc/GMT-9
0:=:UTC|~Etc/UCT ~Etc/UTC ~Etc/Universal ~Etc/Zulu ~UCT UTC ~Universal ~Zulu
60::BST 60:60:BST 0::GMT|~Europe/Belfast Europe/Guernsey Europe/Isle_of_Man Europe/Jersey Europe/London ~GB ~GB-Eire
180::MSK 240:60:MSD 180:60:EEST 120::EET|Europe/Chisinau ~Europe/Kiev Europe/Kyiv ~Europe/Tiraspol ~Europe/Uzhgorod ~Europe/Zaporozhye
240:60:MSD 180::MSK 180:60:EEST 180:: 120::EET|Europe/Kaliningrad
300:60: 240:: 240:60:MSD 240::MSK 180::MSK|Europe/Kirov
120:60:CEST 60::CET 60:60:WEST 0::WET|Europe/Lisbon ~Portugal ~WET
240:60:MSD 180::MSK 180:60:EEST 120::EET 180::|Europe/Minsk
180:60:EEST 120::EET 240:60:MSD 240::MSK 180::MSK|Europe/Moscow ~W-SU
240:60:MSD 180::MSK 180:60:EEST 120::EET|Europe/Riga Europe/Tallinn
180:-60: 300:60: 240:60: 180:: 240::|Europe/Samara
240:120:MSD 240:60:MSD 180:60:EEST 120::EET 240::MSK 180::MSK|Europe/Simferopol
300:60: 180:60: 120:: 240:60: 180:: 240::|Europe/Ulyanovsk
240:60:MSD 180::MSK 60::CET 120:60:CEST 180:60:EEST 120::EET|Europe/Vilnius
300:60: 240:60:MSD 240::MSK 240:: 180::MSK|Europe/Volgograd
-600::HST|~HST Pacific/Honolulu ~Pacific/Johnston US/Hawaii
300:: 360::|Indian/Chagos
300::|Indian/Kerguelen Indian/Maldives
300:60: 240::|Indian/Mauritius
-720:: 720::|~Kwajalein Pacific/Kwajalein
765:: 825:60:|~NZ-CHAT Pacific/Chatham
-660:: -600:60: 840:60: 780::|Pacific/Apia
600:: 660::|Pacific/Bougainville
720:60: 660::|Pacific/Efate Pacific/Noumea
-720:: -660:: 780::|~Pacific/Enderbury Pacific/Kanton
-660:: 780::|Pacific/Fakaofo
780:60: 720::|Pacific/Fiji
720::|Pacific/Funafuti Pacific/Majuro Pacific/Tarawa Pacific/Wake Pacific/Wallis
-300:: -300:60: -360::|Pacific/Galapagos
-540::|Pacific/Gambier
660::|Pacific/Guadalcanal Pacific/Pohnpei ~Pacific/Ponape
660:60:GDT 600::GST 600::ChST|Pacific/Guam Pacific/Saipan
-640:: -600:: 840::|Pacific/Kiritimati
720:: 660::|Pacific/Kosrae
-570::|Pacific/Marquesas
-660::SST|Pacific/Midway Pacific/Pago_Pago ~Pacific/Samoa ~US/Samoa
690:: 720::|Pacific/Nauru
-660::|Pacific/Niue
750:60: 690:: 660:: 720:60:|Pacific/Norfolk
540::|Pacific/Palau
-510:: -480::|Pacific/Pitcairn
-630:: -570:60: -570:30: -600::|Pacific/Rarotonga
-600::|Pacific/Tahiti
840:60: 780::|Pacific/Tongatapu
`;

/** Country code, name, zones. */
export const countryTable = `
AD|Andorra|Europe/Andorra
AE|United Arab Emirates|Asia/Dubai
AF|Afghanistan|Asia/Kabul
AG|Antigua & Barbuda|America/Antigua
AI|Anguilla|America/Anguilla
AL|Albania|Europe/Tirane
AM|Armenia|Asia/Yerevan
AO|Angola|Africa/Luanda
AQ|Antarctica|Antarctica/McMurdo Antarctica/Casey Antarctica/Davis Antarctica/DumontDUrville Antarctica/Mawson Antarctica/Palmer Antarctica/Rothera Antarctica/Syowa Antarctica/Troll Antarctica/Vostok
AR|Argentina|America/Argentina/Buenos_Aires America/Argentina/Cordoba America/Argentina/Salta America/Argentina/Jujuy America/Argentina/Tucuman America/Argentina/Catamarca America/Argentina/La_Rioja America/Argentina/San_Juan America/Argentina/Mendoza America/Argentina/San_Luis America/Argentina/Rio_Gallegos America/Argentina/Ushuaia
AS|Samoa (American)|Pacific/Pago_Pago
AT|Austria|Europe/Vienna
AU|Australia|Australia/Lord_Howe Antarctica/Macquarie Australia/Hobart Australia/Melbourne Australia/Sydney Australia/Broken_Hill Australia/Brisbane Australia/Lindeman Australia/Adelaide Australia/Darwin Australia/Perth Australia/Eucla
AW|Aruba|America/Aruba
AX|Åland Islands|Europe/Mariehamn
AZ|Azerbaijan|Asia/Baku
BA|Bosnia & Herzegovina|Europe/Sarajevo
BB|Barbados|America/Barbados
BD|Bangladesh|Asia/Dhaka
BE|Belgium|Europe/Brussels
BF|Burkina Faso|Africa/Ouagadougou
BG|Bulgaria|Europe/Sofia
BH|Bahrain|Asia/Bahrain
BI|Burundi|Africa/Bujumbura
BJ|Benin|Africa/Porto-Novo
BL|St Barthelemy|America/St_Barthelemy
BM|Bermuda|Atlantic/Bermuda
BN|Brunei|Asia/Brunei
BO|Bolivia|America/La_Paz
BQ|Caribbean NL|America/Kralendijk
BR|Brazil|America/Noronha America/Belem America/Fortaleza America/Recife America/Araguaina America/Maceio America/Bahia America/Sao_Paulo America/Campo_Grande America/Cuiaba America/Santarem America/Porto_Velho America/Boa_Vista America/Manaus America/Eirunepe America/Rio_Branco
BS|Bahamas|America/Nassau
BT|Bhutan|Asia/Thimphu
BV|Bouvet Island|
BW|Botswana|Africa/Gaborone
BY|Belarus|Europe/Minsk
BZ|Belize|America/Belize
CA|Canada|America/St_Johns America/Halifax America/Glace_Bay America/Moncton America/Goose_Bay America/Blanc-Sablon America/Toronto America/Iqaluit America/Atikokan America/Winnipeg America/Resolute America/Rankin_Inlet America/Regina America/Swift_Current America/Edmonton America/Cambridge_Bay America/Inuvik America/Vancouver America/Creston America/Dawson_Creek America/Fort_Nelson America/Whitehorse America/Dawson
CC|Cocos (Keeling) Islands|Indian/Cocos
CD|Congo (Dem. Rep.)|Africa/Kinshasa Africa/Lubumbashi
CF|Central African Rep.|Africa/Bangui
CG|Congo (Rep.)|Africa/Brazzaville
CH|Switzerland|Europe/Zurich
CI|Côte d’Ivoire|Africa/Abidjan
CK|Cook Islands|Pacific/Rarotonga
CL|Chile|America/Santiago America/Coyhaique America/Punta_Arenas Pacific/Easter
CM|Cameroon|Africa/Douala
CN|China|Asia/Shanghai Asia/Urumqi
CO|Colombia|America/Bogota
CR|Costa Rica|America/Costa_Rica
CU|Cuba|America/Havana
CV|Cape Verde|Atlantic/Cape_Verde
CW|Curaçao|America/Curacao
CX|Christmas Island|Indian/Christmas
CY|Cyprus|Asia/Nicosia Asia/Famagusta
CZ|Czech Republic|Europe/Prague
DE|Germany|Europe/Berlin Europe/Busingen
DJ|Djibouti|Africa/Djibouti
DK|Denmark|Europe/Copenhagen
DM|Dominica|America/Dominica
DO|Dominican Republic|America/Santo_Domingo
DZ|Algeria|Africa/Algiers
EC|Ecuador|America/Guayaquil Pacific/Galapagos
EE|Estonia|Europe/Tallinn
EG|Egypt|Africa/Cairo
EH|Western Sahara|Africa/El_Aaiun
ER|Eritrea|Africa/Asmara
ES|Spain|Europe/Madrid Africa/Ceuta Atlantic/Canary
ET|Ethiopia|Africa/Addis_Ababa
FI|Finland|Europe/Helsinki
FJ|Fiji|Pacific/Fiji
FK|Falkland Islands|Atlantic/Stanley
FM|Micronesia|Pacific/Chuuk Pacific/Pohnpei Pacific/Kosrae
FO|Faroe Islands|Atlantic/Faroe
FR|France|Europe/Paris
GA|Gabon|Africa/Libreville
GB|Britain (UK)|Europe/London
GD|Grenada|America/Grenada
GE|Georgia|Asia/Tbilisi
GF|French Guiana|America/Cayenne
GG|Guernsey|Europe/Guernsey
GH|Ghana|Africa/Accra
GI|Gibraltar|Europe/Gibraltar
GL|Greenland|America/Nuuk America/Danmarkshavn America/Scoresbysund America/Thule
GM|Gambia|Africa/Banjul
GN|Guinea|Africa/Conakry
GP|Guadeloupe|America/Guadeloupe
GQ|Equatorial Guinea|Africa/Malabo
GR|Greece|Europe/Athens
GS|South Georgia & the South Sandwich Islands|Atlantic/South_Georgia
GT|Guatemala|America/Guatemala
GU|Guam|Pacific/Guam
GW|Guinea-Bissau|Africa/Bissau
GY|Guyana|America/Guyana
HK|Hong Kong|Asia/Hong_Kong
HM|Heard Island & McDonald Islands|
HN|Honduras|America/Tegucigalpa
HR|Croatia|Europe/Zagreb
HT|Haiti|America/Port-au-Prince
HU|Hungary|Europe/Budapest
ID|Indonesia|Asia/Jakarta Asia/Pontianak Asia/Makassar Asia/Jayapura
IE|Ireland|Europe/Dublin
IL|Israel|Asia/Jerusalem
IM|Isle of Man|Europe/Isle_of_Man
IN|India|Asia/Kolkata
IO|British Indian Ocean Territory|Indian/Chagos
IQ|Iraq|Asia/Baghdad
IR|Iran|Asia/Tehran
IS|Iceland|Atlantic/Reykjavik
IT|Italy|Europe/Rome
JE|Jersey|Europe/Jersey
JM|Jamaica|America/Jamaica
JO|Jordan|Asia/Amman
JP|Japan|Asia/Tokyo
KE|Kenya|Africa/Nairobi
KG|Kyrgyzstan|Asia/Bishkek
KH|Cambodia|Asia/Phnom_Penh
KI|Kiribati|Pacific/Tarawa Pacific/Kanton Pacific/Kiritimati
KM|Comoros|Indian/Comoro
KN|St Kitts & Nevis|America/St_Kitts
KP|Korea (North)|Asia/Pyongyang
KR|Korea (South)|Asia/Seoul
KW|Kuwait|Asia/Kuwait
KY|Cayman Islands|America/Cayman
KZ|Kazakhstan|Asia/Almaty Asia/Qyzylorda Asia/Qostanay Asia/Aqtobe Asia/Aqtau Asia/Atyrau Asia/Oral
LA|Laos|Asia/Vientiane
LB|Lebanon|Asia/Beirut
LC|St Lucia|America/St_Lucia
LI|Liechtenstein|Europe/Vaduz
LK|Sri Lanka|Asia/Colombo
LR|Liberia|Africa/Monrovia
LS|Lesotho|Africa/Maseru
LT|Lithuania|Europe/Vilnius
LU|Luxembourg|Europe/Luxembourg
LV|Latvia|Europe/Riga
LY|Libya|Africa/Tripoli
MA|Morocco|Africa/Casablanca
MC|Monaco|Europe/Monaco
MD|Moldova|Europe/Chisinau
ME|Montenegro|Europe/Podgorica
MF|St Martin (French)|America/Marigot
MG|Madagascar|Indian/Antananarivo
MH|Marshall Islands|Pacific/Majuro Pacific/Kwajalein
MK|North Macedonia|Europe/Skopje
ML|Mali|Africa/Bamako
MM|Myanmar (Burma)|Asia/Yangon
MN|Mongolia|Asia/Ulaanbaatar Asia/Hovd
MO|Macau|Asia/Macau
MP|Northern Mariana Islands|Pacific/Saipan
MQ|Martinique|America/Martinique
MR|Mauritania|Africa/Nouakchott
MS|Montserrat|America/Montserrat
MT|Malta|Europe/Malta
MU|Mauritius|Indian/Mauritius
MV|Maldives|Indian/Maldives
MW|Malawi|Africa/Blantyre
MX|Mexico|America/Mexico_City America/Cancun America/Merida America/Monterrey America/Matamoros America/Chihuahua America/Ciudad_Juarez America/Ojinaga America/Mazatlan America/Bahia_Banderas America/Hermosillo America/Tijuana
MY|Malaysia|Asia/Kuala_Lumpur Asia/Kuching
MZ|Mozambique|Africa/Maputo
NA|Namibia|Africa/Windhoek
NC|New Caledonia|Pacific/Noumea
NE|Niger|Africa/Niamey
NF|Norfolk Island|Pacific/Norfolk
NG|Nigeria|Africa/Lagos
NI|Nicaragua|America/Managua
NL|Netherlands|Europe/Amsterdam
NO|Norway|Europe/Oslo
NP|Nepal|Asia/Kathmandu
NR|Nauru|Pacific/Nauru
NU|Niue|Pacific/Niue
NZ|New Zealand|Pacific/Auckland Pacific/Chatham
OM|Oman|Asia/Muscat
PA|Panama|America/Panama
PE|Peru|America/Lima
PF|French Polynesia|Pacific/Tahiti Pacific/Marquesas Pacific/Gambier
PG|Papua New Guinea|Pacific/Port_Moresby Pacific/Bougainville
PH|Philippines|Asia/Manila
PK|Pakistan|Asia/Karachi
PL|Poland|Europe/Warsaw
PM|St Pierre & Miquelon|America/Miquelon
PN|Pitcairn|Pacific/Pitcairn
PR|Puerto Rico|America/Puerto_Rico
PS|Palestine|Asia/Gaza Asia/Hebron
PT|Portugal|Europe/Lisbon Atlantic/Madeira Atlantic/Azores
PW|Palau|Pacific/Palau
PY|Paraguay|America/Asuncion
QA|Qatar|Asia/Qatar
RE|Réunion|Indian/Reunion
RO|Romania|Europe/Bucharest
RS|Serbia|Europe/Belgrade
RU|Russia|Europe/Kaliningrad Europe/Moscow Europe/Kirov Europe/Volgograd Europe/Astrakhan Europe/Saratov Europe/Ulyanovsk Europe/Samara Asia/Yekaterinburg Asia/Omsk Asia/Novosibirsk Asia/Barnaul Asia/Tomsk Asia/Novokuznetsk Asia/Krasnoyarsk Asia/Irkutsk Asia/Chita Asia/Yakutsk Asia/Khandyga Asia/Vladivostok Asia/Ust-Nera Asia/Magadan Asia/Sakhalin Asia/Srednekolymsk Asia/Kamchatka Asia/Anadyr
RW|Rwanda|Africa/Kigali
SA|Saudi Arabia|Asia/Riyadh
SB|Solomon Islands|Pacific/Guadalcanal
SC|Seychelles|Indian/Mahe
SD|Sudan|Africa/Khartoum
SE|Sweden|Europe/Stockholm
SG|Singapore|Asia/Singapore
SH|St Helena|Atlantic/St_Helena
SI|Slovenia|Europe/Ljubljana
SJ|Svalbard & Jan Mayen|Arctic/Longyearbyen
SK|Slovakia|Europe/Bratislava
SL|Sierra Leone|Africa/Freetown
SM|San Marino|Europe/San_Marino
SN|Senegal|Africa/Dakar
SO|Somalia|Africa/Mogadishu
SR|Suriname|America/Paramaribo
SS|South Sudan|Africa/Juba
ST|Sao Tome & Principe|Africa/Sao_Tome
SV|El Salvador|America/El_Salvador
SX|St Maarten (Dutch)|America/Lower_Princes
SY|Syria|Asia/Damascus
SZ|Eswatini (Swaziland)|Africa/Mbabane
TC|Turks & Caicos Is|America/Grand_Turk
TD|Chad|Africa/Ndjamena
TF|French S. Terr.|Indian/Kerguelen
TG|Togo|Africa/Lome
TH|Thailand|Asia/Bangkok
TJ|Tajikistan|Asia/Dushanbe
TK|Tokelau|Pacific/Fakaofo
TL|East Timor|Asia/Dili
TM|Turkmenistan|Asia/Ashgabat
TN|Tunisia|Africa/Tunis
TO|Tonga|Pacific/Tongatapu
TR|Turkey|Europe/Istanbul
TT|Trinidad & Tobago|America/Port_of_Spain
TV|Tuvalu|Pacific/Funafuti
TW|Taiwan|Asia/Taipei
TZ|Tanzania|Africa/Dar_es_Salaam
UA|Ukraine|Europe/Simferopol Europe/Kyiv
UG|Uganda|Africa/Kampala
UM|US minor outlying islands|Pacific/Midway Pacific/Wake
US|United States|America/New_York America/Detroit America/Kentucky/Louisville America/Kentucky/Monticello America/Indiana/Indianapolis America/Indiana/Vincennes America/Indiana/Winamac America/Indiana/Marengo America/Indiana/Petersburg America/Indiana/Vevay America/Chicago America/Indiana/Tell_City America/Indiana/Knox America/Menominee America/North_Dakota/Center America/North_Dakota/New_Salem America/North_Dakota/Beulah America/Denver America/Boise America/Phoenix America/Los_Angeles America/Anchorage America/Juneau America/Sitka America/Metlakatla America/Yakutat America/Nome America/Adak Pacific/Honolulu
UY|Uruguay|America/Montevideo
UZ|Uzbekistan|Asia/Samarkand Asia/Tashkent
VA|Vatican City|Europe/Vatican
VC|St Vincent|America/St_Vincent
VE|Venezuela|America/Caracas
VG|Virgin Islands (UK)|America/Tortola
VI|Virgin Islands (US)|America/St_Thomas
VN|Vietnam|Asia/Ho_Chi_Minh
VU|Vanuatu|Pacific/Efate
WF|Wallis & Futuna|Pacific/Wallis
WS|Samoa (western)|Pacific/Apia
YE|Yemen|Asia/Aden
YT|Mayotte|Indian/Mayotte
ZA|South Africa|Africa/Johannesburg
ZM|Zambia|Africa/Lusaka
ZW|Zimbabwe|Africa/Harare
`;
