"""One distribution: the portal, its commands and the add-ons delivered with it.

substanced is not listed: its release declares `pyramid<2`, which no installer can satisfy beside
`pyramid>=2.1`. requirements.lock names it, and `pip install --no-deps` installs both.
"""

from setuptools import find_packages, setup

setup(
    name="portal-cluster",
    version="0.1.0",
    description="A site cluster for governments: many sites, one installation",
    license="Apache-2.0",
    python_requires=">=3.11",
    packages=find_packages(include=("portal", "portal.*", "addons", "addons.*")),
    include_package_data=True,
    package_data={"": ["templates/*.pt", "static/*", "data/*", "locale/*/LC_MESSAGES/*"]},
    install_requires=[
        "ahocorasick-rs",
        "alembic",
        "argon2-cffi",
        "babel",
        "BTrees",
        "Chameleon",
        "chinesecalendar",
        "click",
        "colander",
        "deform",
        "feedgen",
        "huey",
        "mammoth",
        "nh3",
        "opencc",
        "openpyxl",
        "persistent",
        "pillow",
        "puremagic",
        "pypinyin",
        "pyramid>=2.1",
        "pyramid_chameleon",
        "pyramid_retry",
        "pyramid_tm",
        "pyramid_zodbconn",
        "repoze.catalog",
        "rich",
        "rjieba",
        "SQLAlchemy>=2",
        "tantivy",
        "transaction",
        "waitress",
        "ZODB",
        "zodburi",
        "zc.lockfile",
        "zope.sqlalchemy",
    ],
    entry_points={
        "console_scripts": ["portal = portal.command:main"],
        "paste.app_factory": ["main = portal:main"],
        "portal.addons": [
            "interaction = addons.interaction:addon",
            "onlineservice = addons.onlineservice:addon",
            "openinfo = addons.openinfo:addon",
        ],
    },
)
