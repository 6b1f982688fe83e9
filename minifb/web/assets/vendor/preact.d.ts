// What the app uses of Preact 11.2, signals 2.11 and htm 3.1, written for checking; the packages' own types say more.
export interface Signal<T> { value: T; peek(): T; subscribe(run: (value: T) => void): () => void }
export interface ReadonlySignal<T> { readonly value: T; peek(): T; subscribe(run: (value: T) => void): () => void }
export type Node = any;
type Extra = { key?: any; ref?: any };
export function h<P>(component: (props: P) => Node, props: P & Extra, ...children: Node[]): Node;
export function h(tag: string, props: Record<string, any> | null, ...children: Node[]): Node;
export function html(strings: TemplateStringsArray, ...values: any[]): Node;
export function render(node: Node, into: Element): void;
export const Fragment: (props: { children?: any }) => Node;
export interface Context<T> { Provider: (props: { value: T; children?: any }) => Node }
export function createContext<T>(value: T): Context<T>;
export function cloneElement(node: Node, props?: object): Node;
export function useState<T>(first: T | (() => T)): [T, (next: T | ((before: T) => T)) => void];
export function useState<T = undefined>(): [T | undefined, (next: T) => void];
export function useEffect(run: () => void | (() => void), on?: readonly unknown[]): void;
export function useLayoutEffect(run: () => void | (() => void), on?: readonly unknown[]): void;
export function useRef<T>(first: T): { current: T };
export function useMemo<T>(make: () => T, on: readonly unknown[]): T;
export function useCallback<F extends Function>(run: F, on: readonly unknown[]): F;
export function useContext<T>(context: Context<T>): T;
export function useReducer<S, A>(reduce: (state: S, action: A) => S, first: S): [S, (action: A) => void];
export function useId(): string;
export function useErrorBoundary(run?: (error: any) => void): [any, () => void];
export function signal<T>(value: T): Signal<T>;
export function computed<T>(run: () => T): ReadonlySignal<T>;
export function effect(run: () => void | (() => void)): () => void;
export function batch<T>(run: () => T): T;
export function untracked<T>(run: () => T): T;
export function useSignal<T>(value: T): Signal<T>;
export function useComputed<T>(run: () => T): ReadonlySignal<T>;
export function useSignalEffect(run: () => void | (() => void)): void;
