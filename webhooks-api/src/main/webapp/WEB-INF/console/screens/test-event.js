// The dialog that sends a test event: its type, its content, and what the receiver answered.
import {html} from '../html.js';
import {useEffect, useRef, useState} from '../lib/hooks.js';
import {get, post, webhookPath} from '../api.js';
import {milliseconds, visible} from '../format.js';
import {objectOf} from '../json-object.js';
import {useDraft} from '../memory.js';
import {Announcement, Code, Dialog, reportEnd, useLoad} from '../ui.js';
import {Problem, leaving, useAction} from './confirm.js';
import {absenceOf} from './absence.js';
import {AttemptError, HeaderList} from './attempt.js';
import {readType, text} from './sample.js';
import {nameOf} from './webhook-state.js';
import texts from '../texts.js';

const words = texts.act;
const TEST = 'webhooks.test.v1';

/** The types of the webhook first, because its receiver knows these. */
function TypeOptions({webhook}) {
  const catalogue = useLoad(signal => get('event-types', {}, signal), []);
  const names = catalogue.data?.eventTypes.map(each => each.name) ?? [];
  const group = (label, types) => types.length > 0 && html`<optgroup label=${label}>${types.map(type =>
    html`<option key=${type} value=${type}>${visible(type)}</option>`)}</optgroup>`;
  return html`${group(words.testTypes.test, [TEST])}${group(words.testTypes.own, webhook.eventTypes)}
    ${group(words.testTypes.others, names.filter(name => !webhook.eventTypes.includes(name)))}`;
}

/**
 * The text of the content, which begins again with the example of each type that is chosen. What was typed before the dialog
 * was left is there again.
 *
 * @param {string} type
 * @param {string} id of the webhook
 * @returns {[content: string, setContent: (content: string) => void, missing: boolean]}
 */
function useContent(type, id) {
  const [content, setContent] = useDraft(`test ${id}`, '');
  const [missing, setMissing] = useState(false);
  const draft = useRef(content);
  useEffect(() => {
    if (draft.current) {
      draft.current = '';
      return undefined;
    }
    setContent('');
    setMissing(false);
    if (type === TEST) return undefined;
    const stop = new AbortController();
    readType(type, stop.signal).then(
      found => { if (!stop.signal.aborted) setContent(text(found.content)); },
      error => {
        if (stop.signal.aborted) return;
        reportEnd(error);
        setMissing(true);
      });
    return () => stop.abort();
  }, [type]);
  return [content, setContent, missing];
}

const Result = ({result}) => html`<${Announcement} of=${result} kind=${result?.succeeded ? 'success' : 'danger'}>${result
    && html`<b>${result.succeeded ? words.testGood : words.testBad}</b>
      ${' '}${result.statusCode && html`<span>HTTP ${result.statusCode}, </span>`}${milliseconds(result.durationMs)}
      <${AttemptError} attempt=${result} />`}<//>
  ${result && html`${result.responseExcerpt && html`<h3>${texts.delivery.excerpt}</h3>
    <${Code} text=${result.responseExcerpt} label=${texts.delivery.excerpt} />`}
    <details><summary>${texts.delivery.headers}</summary><h3>${texts.delivery.request}</h3>
      <${HeaderList} headers=${result.requestHeaders} none=${texts.delivery.noRequestHeaders} />
      <h3>${texts.delivery.answer}</h3><${HeaderList} headers=${result.responseHeaders}
        none=${absenceOf('responseHeaders', result)} /></details>`}`;

export function Test({webhook, close, done}) {
  const [type, setType] = useDraft(`type ${webhook.id}`, TEST);
  const [content, setContent, missing] = useContent(type, webhook.id);
  const [result, setResult] = useState(null);
  const given = content.trim() && objectOf(content);
  const fault = content.trim() && !given ? words.testNoObject : missing ? words.testNoExample : null;
  const state = useAction(async () => {
    setResult(null);
    const request = {...(type === TEST ? {} : {eventType: type}), ...(given ? {content: given} : {})};
    setResult(await post(webhookPath(webhook.id, 'test'), Object.keys(request).length > 0 ? request : undefined));
  });
  const {run, busy, problem} = state;
  const leave = leaving(state, close, done);
  return html`<${Dialog} title=${words.testTitle} about=${nameOf(webhook)} close=${leave} busy=${busy}><p>${words.testText}</p>
    <div class="field"><label for="test-type">${words.testType}</label>
      <select id="test-type" value=${type} disabled=${busy} onChange=${event => setType(event.target.value)}>
        <${TypeOptions} webhook=${webhook} /></select></div>
    <div class="field"><label for="test-content">${words.testContent}</label>
      <textarea id="test-content" rows="6" spellcheck=${false} value=${content} disabled=${busy} aria-invalid=${Boolean(fault)}
        aria-describedby="test-content-hint" onInput=${event => setContent(event.target.value)}></textarea>
      <p id="test-content-hint" class=${fault ? 'fault' : 'muted'}>${fault || words.testContentHint}</p></div>
    ${busy && html`<p class="loading" role="status">${words.testRunning}</p>`}
    <${Problem} text=${problem} />
    <${Result} result=${result} />
    <footer><button type="button" disabled=${busy} onClick=${leave}>${texts.common.close}</button>
      <button type="button" class="primary" disabled=${busy || content.trim() && !given} onClick=${run}>
        ${result ? words.testAgain : words.test}</button></footer><//>`;
}
