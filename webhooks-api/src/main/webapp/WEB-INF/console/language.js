// The language of the console.

/** The languages that have texts, each with the locale of its numbers and times. */
const LOCALES = {en: 'en-GB', de: 'de-DE'};

/** Returns the first of these languages that has texts, also if it names a region (de-AT), else English. */
export const firstKnown = languages =>
  languages.map(each => each.toLowerCase().split('-')[0]).find(each => Object.hasOwn(LOCALES, each)) ?? 'en';

/** The server can set the language for everyone. Otherwise each browser has its own. */
const fixed = document.querySelector('meta[name=language]')?.content ?? '';

export const language = firstKnown([fixed, ...navigator.languages]);

export const locale = LOCALES[language];
