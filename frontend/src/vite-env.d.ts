/// <reference types="vite/client" />

/** Version of the front end, set by the build. */
declare const __LAUREL_VERSION__: string;
