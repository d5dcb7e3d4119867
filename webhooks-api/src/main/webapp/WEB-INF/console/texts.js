// All texts of the console, in its language. Only the file of this language is loaded.
import {language} from './language.js';

const FILES = {en: () => import('./texts/en.js'), de: () => import('./texts/de.js')};

document.documentElement.lang = language;

export default (await FILES[language]()).default;
