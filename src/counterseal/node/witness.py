"""A witness with its memory: the pure rule of ``log.witness``, made durable before it answers.

Register ``witness/ORIGIN`` holds the newest checkpoint text cosigned for a log. Check and store are one step: the
register changes only if it still holds what was judged; else the answer is worked out again. Only then is anything
signed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from counterseal.errors import Refused, Unavailable
from counterseal.log import checkpoint as checkpoints
from counterseal.log import witness as rule
from counterseal.log.cosignature import Cosigner
from counterseal.log.policy import Policy
from counterseal.log.witness import Answer
from counterseal.store.contract import Store

Clock = Callable[[], int]
"""Returns the present time in Unix seconds."""


class Witness:
    """Cosigns checkpoints of the logs that ``policy`` lists."""

    def __init__(self, *, policy: Policy, cosigners: Sequence[Cosigner], store: Store, clock: Clock) -> None:
        self._policy = policy
        self._cosigners = tuple(cosigners)
        self._store = store
        self._clock = clock

    def answer(self, request: bytes) -> Answer:
        """Return the answer to an add-checkpoint request; on 200 its body holds the cosignature lines.

        Raises:
            Unavailable: the store failed, or holds for this log what no witness wrote; nothing was signed.
        """
        try:
            origin = rule.parse(request).checkpoint.origin
        except Refused:
            return rule.answer({}, request, self._policy)[0]
        register = f"witness/{origin}"
        while True:
            stored = self._store.register(register)
            try:
                state = {origin: checkpoints.parse(stored)} if stored else {}
            except Refused:
                raise Unavailable(
                    f"register {register} is damaged", "restore it from the newest cosigned one"
                ) from None
            answer, _ = rule.answer(state, request, self._policy)
            if answer.status != 200:
                return answer
            try:
                self._store.swap(register, stored, answer.text)
            except Unavailable:
                if self._store.register(register) == stored:
                    raise  # the disk refused; nobody else was here
                continue
            body = rule.cosign(answer.text, self._clock(), self._cosigners)  # a crash before here lost only an answer
            return Answer(200, body, text=answer.text)
