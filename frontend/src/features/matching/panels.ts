// Which panels would a round have, which has it, and how are they asked for?
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import type { Schemas } from '../../api/types';
import { readNumber } from './form';

/** What panels shall be like, as typed. */
export interface PanelForm {
  min_nominations: string;
  max_nominations: string;
  experts: string;
}

export type PanelBounds = Schemas['PanelBounds'];
export type Panel = Schemas['ProposedPanel'];
export type PanelProposal = Schemas['PanelProposal'];
export type PanelDivision = Schemas['PanelDivision'];

export const PANEL_DEFAULTS: PanelForm = { min_nominations: '10', max_nominations: '30', experts: '9' };
export const PANEL_LIMITS: Record<keyof PanelForm, { min: number; max: number }> = {
  min_nominations: { min: 1, max: 500 },
  max_nominations: { min: 1, max: 500 },
  experts: { min: 1, max: 60 },
};
export const PANEL_FIELDS = ['min_nominations', 'max_nominations', 'experts'] as const;

export type PanelFault = 'range' | 'crossed';

/** Reads the form: either what to ask for, or what is wrong with which field. */
export function readPanels(form: PanelForm): { bounds: PanelBounds } | { faults: Partial<Record<keyof PanelForm, PanelFault>> } {
  const faults: Partial<Record<keyof PanelForm, PanelFault>> = {};
  const number = (name: keyof PanelForm) => readNumber(form[name]) ?? Number.NaN;
  for (const name of PANEL_FIELDS) {
    const { min, max } = PANEL_LIMITS[name];
    const value = number(name);
    if (!Number.isInteger(value) || value < min || value > max) faults[name] = 'range';
  }
  if (Object.keys(faults).length === 0 && number('min_nominations') > number('max_nominations')) faults.min_nominations = 'crossed';
  if (Object.keys(faults).length > 0) return { faults };
  return { bounds: { min_nominations: number('min_nominations'), max_nominations: number('max_nominations'), experts: number('experts') } };
}

/** The divisions of a round that were applied, the newest first. */
export function usePanelDivisions(year: number) {
  return useQuery({
    queryKey: ['panel-divisions', year],
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/rounds/{year}/panel-divisions', { params: { path: { year } }, signal }))).data,
  });
}

/** Whether the round is divided into panels now. */
export function useIsDivided(year: number): boolean {
  return usePanelDivisions(year).data?.some((division) => division.may_undo) ?? false;
}

/** The panels that would be formed; nothing is written. */
export function usePanelProposal(year: number) {
  return useMutation({
    mutationFn: async (bounds: PanelBounds) => (await take(api.POST('/api/v1/rounds/{year}/panel-divisions/preview', { params: { path: { year } }, body: bounds }))).data,
  });
}

/** Keeps the list that a deed answers, and lets nominations be read anew. */
function useKeep(year: number) {
  const queryClient = useQueryClient();
  return (divisions: PanelDivision[]) => {
    queryClient.setQueryData(['panel-divisions', year], divisions);
    for (const queryKey of [['nominations'], ['nomination']]) void queryClient.invalidateQueries({ queryKey });
  };
}

/** Divides as was proposed; the key makes a repeated request harmless. */
export function useDivide(year: number) {
  return useMutation({
    mutationFn: async ({ key, ...body }: { key: string; bounds: PanelBounds; digest: string; reason: string }) =>
      (await take(api.POST('/api/v1/rounds/{year}/panel-divisions', { params: { path: { year }, header: { 'Idempotency-Key': key } }, body }))).data,
    onSuccess: useKeep(year),
  });
}

/** Takes the newest division back. */
export function useUndoDivision(year: number) {
  return useMutation({
    mutationFn: async ({ id, reason }: { id: string; reason: string }) => (await take(api.POST('/api/v1/panel-divisions/{id}/undo', { params: { path: { id } }, body: { reason } }))).data,
    onSuccess: useKeep(year),
  });
}
