// The language of the console.

/** The languages that have texts, each with the locale of its numbers and times. */
const LOCALES = {en: 'en-GB', de: 'de-DE'};

/** @type {(name: string) => name is keyof typeof LOCALES} */
const isKnown = name => Object.hasOwn(LOCALES, name);

/**
 * Returns the first of these languages that has texts, also if it names a region (de-AT), else English.
 *
 * @param {readonly string[]} languages
 */
export const firstKnown = languages => languages.map(each => each.toLowerCase().split('-')[0]).find(isKnown) ?? 'en';

/** The server can set the language for everyone. Otherwise each browser has its own. */
const fixed = document.querySelector('meta[name=language]')?.getAttribute('content') ?? '';

export const language = firstKnown([fixed, ...navigator.languages]);

export const locale = LOCALES[language];
