/** Names of languages as people write them in English, with the codes that models state (ISO 639-1 and its three-letter forms). */
const names: Readonly<Record<string, string>> = {
  afrikaans: "af afr", albanian: "sq sqi alb", amharic: "am amh", arabic: "ar ara arb", armenian: "hy hye", azerbaijani: "az aze", basque: "eu eus", belarusian: "be bel",
  bengali: "bn ben", bosnian: "bs bos", bulgarian: "bg bul", burmese: "my mya", catalan: "ca cat", chinese: "zh zho cmn", croatian: "hr hrv", czech: "cs ces", danish: "da dan",
  dutch: "nl nld", english: "en eng", esperanto: "eo epo", estonian: "et est", finnish: "fi fin", french: "fr fra", galician: "gl glg", georgian: "ka kat", german: "de deu",
  greek: "el ell", gujarati: "gu guj", hausa: "ha hau", hebrew: "he heb iw", hindi: "hi hin", hungarian: "hu hun", icelandic: "is isl", indonesian: "id ind", irish: "ga gle",
  italian: "it ita", japanese: "ja jpn", javanese: "jv jav", kannada: "kn kan", kazakh: "kk kaz", khmer: "km khm", korean: "ko kor", kurdish: "ku kur ckb kmr", lao: "lo lao",
  latin: "la lat", latvian: "lv lav", lithuanian: "lt lit", macedonian: "mk mkd", malay: "ms msa zsm", malayalam: "ml mal", maltese: "mt mlt", mandarin: "zh zho cmn", maori: "mi mri",
  marathi: "mr mar", mongolian: "mn mon", nepali: "ne nep npi", norwegian: "no nb nn nor nob nno", odia: "or ori ory", pashto: "ps pus pbt", persian: "fa fas", farsi: "fa fas",
  polish: "pl pol", portuguese: "pt por", punjabi: "pa pan", romanian: "ro ron", russian: "ru rus", sanskrit: "sa san", serbian: "sr srp", sinhala: "si sin", slovak: "sk slk",
  slovenian: "sl slv", somali: "so som", spanish: "es spa", swahili: "sw swa swh", swedish: "sv swe", tagalog: "tl tgl fil", tamil: "ta tam", tatar: "tt tat", telugu: "te tel",
  thai: "th tha", tibetan: "bo bod", turkish: "tr tur", ukrainian: "uk ukr", urdu: "ur urd", uzbek: "uz uzb", vietnamese: "vi vie", welsh: "cy cym", yoruba: "yo yor", zulu: "zu zul",
  cantonese: "yue", faroese: "fo fao", galego: "gl glg", yiddish: "yi ydd",
};

/** Codes of the language that a word names, in lower case; `undefined` when it names none. */
export function languageCodes(word: string): readonly string[] | undefined {
  return Object.hasOwn(names, word) ? names[word]?.split(" ") : undefined;
}
