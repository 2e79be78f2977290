// Which routes do these pages call? Shaped as the generated contract, and to be replaced by it.
import type { Client } from 'openapi-fetch';
import { api as whole } from '../../../api/client';
import type { DossierCheck, DossierSubmissions, SocietyHome, WithdrawalAnswer, WithdrawalRequest } from './types';

interface Answer<T> {
  content: { 'application/json': { data: T } };
}

type Get<Path, T> = { get: { parameters: { path: Path }; responses: { 200: Answer<T> } } };

interface SubmissionPaths {
  '/api/v1/rounds/{year}/home': Get<{ year: number }, SocietyHome>;
  '/api/v1/dossiers/{id}/check': Get<{ id: string }, DossierCheck>;
  '/api/v1/dossiers/{id}/submissions': Get<{ id: string }, DossierSubmissions> & {
    post: { parameters: { path: { id: string }; header: { 'If-Match': string; 'Idempotency-Key': string } }; responses: { 201: Answer<DossierSubmissions> } };
  };
  '/api/v1/dossiers/{id}/withdrawals': {
    post: {
      parameters: { path: { id: string }; header: { 'Idempotency-Key': string } };
      requestBody: { content: { 'application/json': WithdrawalRequest } };
      responses: { 201: Answer<DossierSubmissions> };
    };
  };
  '/api/v1/dossiers/{id}/withdrawals/{withdrawal}/answer': {
    post: {
      parameters: { path: { id: string; withdrawal: string } };
      requestBody: { content: { 'application/json': WithdrawalAnswer } };
      responses: { 200: Answer<DossierSubmissions> };
    };
  };
}

/** The one client, by the routes of submitting. */
export const api = whole as unknown as Client<SubmissionPaths>;
