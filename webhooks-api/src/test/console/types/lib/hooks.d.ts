import type {Dispatch, StateUpdater} from 'preact/hooks';

export * from 'preact/hooks';

// State that begins with null can become anything later, and an element is there when an effect runs.
export function useState(initial: null): [any, Dispatch<any>];
export function useState<S>(initial: S | (() => S)): [S, Dispatch<StateUpdater<S>>];
export function useRef(): {current: any};
export function useRef<T>(initial: T): {current: T};
