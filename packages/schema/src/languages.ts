/** ISO 639-1, all codes (as of 2026-11). */
const twoLetters = `
aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd
gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg
mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss
st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
`;

/** ISO 639-2 and 639-3 codes that models state (Hugging Face Hub, 2022 and 2026), and the macro languages. */
const threeLetters = `
abk ace ach acm acq ady aeb afr ain ajp aka akk alb alq als alt amh ami ang ara arc arg arm arn ary arz ase asm ast ava awa ayr azb aze azj bak bal
bam ban bar bas bbc bcl bel bem ben bho bis bjn bod bos bpy bre bsb bug bul bxr bzs cat ceb ces cgg che chk chm cho chr chv ckb cmn cnh cnr cop cor
cos crh crs csb csg csn cym dag dan deu dik din dsb dtp dyu dzo efi ell eng epo est eus ewe ext fao fas fij fil fin fkv fon fra fro frp frr fry fur
fuv gaa gag gaz gcf gil gla gle glg glk glv gom gos got grc grn gsw guj guw hat hau haw hbs heb hif hil hin hmn hne hrv hrx hsb hun hye hyw ibo ido
ile ilo ina ind inh isl iso ita izh jam jav jbo jpn kaa kab kac kam kan kas kat kaz kbd kbp kea khk khm kik kin kir kjh kmb kmr knc koi kom kon kor
kpv kqn krc krl ksh kum kur lad lao lat lav lez lfn lij lim lin lit liv lld lmo loz lrc ltg ltz lua lue lug lun luo lus lvs lzh mad mag mah mai mal
mar mdf meo mfe mfs mhr min mkd mlg mlt mni mnk mnw mon mos mri mrj msa mwl mya myv mzn nah nan nap nav ncj nde ndo nds nep new nia niu nld nno nob
non nor nov npi nqo nso nus nya nyk nyn oci olo ori orm orv ory oss pag pam pan pap pbt pcd pcm pdc pes pfl pis plt pms pnb pnt pol pon por prl prs
pus que quy qvi rmy rnd roh rom ron rue run rup rus sag sah san sat scn sco sgs shi shn sin slk slv sma sme smi smj smn smo smr sms sna snd som sot
spa sqi srd srn srp ssw stq sun swa swc swe swh swl syr szl tah taj tam taq tat taw tay tdt tel tet tgk tgl tha tir tiv tkl tlh tll toi tok ton tpi
trv tsn tso tuk tum tur tvl twi tyv tzm tzo udm uig ukr umb urd uzb uzn vec ven vep vie vls vol vot vro vsl wal war wln wls wol wuu xal xho xmf yap
ydd yor yua yue zea zgh zha zho zlm zne zsm zul zza
`;

const codes: ReadonlySet<string> = new Set([...twoLetters.trim().split(/\s+/), ...threeLetters.trim().split(/\s+/), "multilingual", "code"]);

/**
 * Tells a text that is a language code from others: ISO 639-1, the codes of ISO 639-2 and 639-3 that models state, and `multilingual` and `code`.
 *
 * Lower case only: among the tags of a model a word in capitals is no language. Regions and scripts (`zh-CN`, `csb_Latn`) are not read.
 *
 * @example
 * isLanguageCode("da")
 * // true
 */
export function isLanguageCode(text: string): boolean {
  return codes.has(text);
}
