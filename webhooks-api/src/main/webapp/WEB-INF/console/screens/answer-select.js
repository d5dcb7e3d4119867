// A choice of what the latest attempt had as its answer: a status code, a class of them, or an error.
import {html} from '../html.js';
import {visible} from '../format.js';
import texts from '../texts.js';

const words = texts.find;
const CLASSES = ['2xx', '3xx', '4xx', '5xx'];
const CODE = 'code:';

/**
 * @param change is called with statusCode and error, each empty if it is not chosen
 */
export function AnswerSelect({statusCode, error, change}) {
  const value = statusCode ? CODE + statusCode : error ? 'error:' + error : '';
  const choose = event => {
    const [kind, chosen = ''] = event.target.value.split(':');
    change({statusCode: kind === 'code' ? chosen : '', error: kind === 'error' ? chosen : ''});
  };
  const codes = [...CLASSES, ...statusCode && !CLASSES.includes(statusCode) ? [statusCode] : []];
  return html`<select aria-label=${texts.deliveries.last} value=${value} onChange=${choose}>
    <option value="">${words.anyAnswer}</option>
    <optgroup label=${words.codes}>${codes.map(code =>
      html`<option key=${code} value=${CODE + code}>HTTP ${visible(code)}</option>`)}</optgroup>
    <optgroup label=${words.errors}>${Object.entries(texts.webhook.failedAs).map(([name, text]) =>
      html`<option key=${name} value=${'error:' + name}>${text}</option>`)}</optgroup></select>`;
}
