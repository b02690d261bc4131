"""Translation of this add-on's messages."""

from pyramid.i18n import TranslationStringFactory

_ = TranslationStringFactory("onlineservice")
