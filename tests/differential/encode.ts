/** Bodies of every type to wire bytes. */
import { hexOf } from '../../web/src/core/bytes';
import type { Body } from '../../web/src/core/charter/statement';
import { hash } from '../../web/src/crypto/hash';
import {
  encodeBadRekey,
  encodeConfirm,
  encodeConsent,
  encodeEnact,
  encodeGenesis,
  encodeInvite,
  encodeJoin,
  encodeObject,
  encodePropose,
  encodeRecover,
  encodeRekey,
  encodeRetire,
  encodeRevoke,
  encodeSetRecovery,
  encodeWake,
  encodeWithdraw,
} from '../../web/src/proto/charter_encode';

/** payload: a rekey's grants, whose hash it names unless its own says otherwise. */
export function encodeBody(body: Body, [grants]: readonly Uint8Array[]): Uint8Array {
  switch (body.type) {
    case 'genesis':
      return encodeGenesis(body);
    case 'invite':
      return encodeInvite(body);
    case 'join':
      return encodeJoin(body);
    case 'confirm':
      return encodeConfirm(body);
    case 'propose':
      return encodePropose(body.subject, body.expires);
    case 'consent':
      return encodeConsent(body);
    case 'enact':
      return encodeEnact(body);
    case 'rekey': {
      const held = grants ? hexOf(hash('grants', grants)) : '';
      return encodeRekey({ ...body, grantsHash: body.grantsHash || held });
    }
    case 'retire':
      return encodeRetire(body);
    case 'object':
      return encodeObject(body);
    case 'withdraw':
      return encodeWithdraw(body);
    case 'revoke':
      return encodeRevoke(body);
    case 'set-recovery':
      return encodeSetRecovery(body);
    case 'recover':
      return encodeRecover(body);
    case 'wake':
      return encodeWake(body);
    case 'bad-rekey':
      return encodeBadRekey(body);
  }
}
