// What does the server say of records that may be one person? Short names for the generated types.
import type { Schemas } from '../../api/types';

export type Side = Schemas['SideView'];
export type Reason = Schemas['Reason'];
export type Comparison = Schemas['PersonComparison'];
export type LinkRow = Schemas['PersonLinkRow'];
export type LinkStep = Schemas['PersonLinkStepView'];
export type LinkDetail = Schemas['PersonLinkDetail'];
