"""Translation of the core's own messages; the Chinese catalogue is in portal/locale."""

from pyramid.i18n import TranslationStringFactory

_ = TranslationStringFactory("portal")
