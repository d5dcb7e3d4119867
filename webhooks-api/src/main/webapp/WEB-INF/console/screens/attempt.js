// What an attempt shows: why it failed, and the headers.
import {html} from '../html.js';
import {visible} from '../format.js';
import texts from '../texts.js';

/** The error of an attempt in plain words, with advice. Nothing if it succeeded. */
export function AttemptError({attempt}) {
  if (!attempt.error) return null;
  const [error, general] = texts.error[attempt.error] ?? texts.error.protocol;
  const what = Object.hasOwn(texts.cause, attempt.cause ?? '') ? `${error} ${texts.cause[attempt.cause]}` : error;
  const status = attempt.error === 'status' ? attempt.statusCode : 0;
  const advice = texts.statusAdvice[status] ?? texts.statusAdvice[Math.floor(status / 100)] ?? general;
  return html`<span class="explained"><span>${what}</span> <span>${advice}</span></span>`;
}

/** Header names and values, which are text of the receiver. */
export function HeaderList({headers, none}) {
  const entries = Object.entries(headers ?? {});
  return entries.length === 0 ? html`<p class="muted">${none}</p>`
    : html`<dl class="headers">${entries.map(([name, value]) =>
      html`<div key=${name}><dt>${visible(name)}</dt><dd><bdi>${visible(value)}</bdi></dd></div>`)}</dl>`;
}
