// Screens and dialogs whose files are loaded when somebody opens them, so that the first page stays small.
import {html} from './html.js';
import {Loaded, useLoad} from './ui.js';

/**
 * @param {{load: () => Promise<any>, [given: string]: any}} given load returns the component, which gets all else
 */
export function Later({load, ...rest}) {
  const loaded = useLoad(load, []);
  return html`<${Loaded} of=${loaded}>${Screen => html`<${Screen} ...${rest} />`}<//>`;
}
