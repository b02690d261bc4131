"""Every error that the portal raises on purpose."""

from __future__ import annotations

from pyramid.i18n import TranslationString


class PortalError(Exception):
    """Something that the portal was asked to do is not possible."""


class DeploymentError(PortalError):
    """Code, settings and data do not fit together; the process must not go on.

    Its text is one line in English for the operator: what, where, what to do.
    """


class Refusal(PortalError):  # noqa: N818  # it is an answer, not a defect
    """A rule forbids what a person asked for; the person is told why, with status 409.

    :param message: what the person reads, a translation string.
    """

    status = 409

    def __init__(self, message: TranslationString) -> None:
        super().__init__(message)
        self.message = message
