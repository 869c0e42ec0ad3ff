"""Everything that the doctor can find wrong, with its cure: the table in deploy/README.md, under Something is wrong, says the
same.
"""

from typing import Final

from bot.finding import Fault

NO_TOKEN: Final = Fault("no-token", "there is no bot token", "ask BotFather in Telegram for one and set it")
TOKEN_MALFORMED: Final = Fault(
    "token-malformed",
    "what is set is no bot token: one is a number, a colon and letters, like 123456:ABC",
    "copy it again from BotFather: the token alone, without quotes or blanks",
)
TOKEN_REFUSED: Final = Fault(
    "token-refused", "Telegram refuses the token", "copy it again from BotFather, or have a new one made there"
)
TELEGRAM_UNREACHABLE: Final = Fault(
    "telegram-unreachable", "Telegram was not reached", "check the network and SMALLGAINS_API_URL"
)
CLOCK_OFF: Final = Fault(
    "clock-off",
    "the machine's clock is more than 30 s from Telegram's",
    "set the machine's clock by a time server (timedatectl set-ntp true; chronyc tracking)",
)
NO_WEBHOOK_SECRET: Final = Fault(
    "no-webhook-secret",
    "the webhook has no secret, or none that is good",
    "set it, or leave SMALLGAINS_WEBHOOK_URL out: updates are then fetched",
)
WEBHOOK_ELSEWHERE: Final = Fault(
    "webhook-elsewhere",
    "Telegram carries this bot's updates to another address than these settings say",
    "stop the other program that has this token; if there is none, smallgains run sets it right at its start",
)
WEBHOOK_FAILING: Final = Fault(
    "webhook-failing",
    "Telegram could not hand updates over at the webhook within the last hour",
    "see that the reverse proxy is up, its certificate good, and that the path reaches the bot as it stands in the URL",
)
UPDATES_PILE_UP: Final = Fault(
    "updates-pile-up",
    "a hundred updates or more wait at Telegram to be carried to the webhook",
    "see that smallgains run is running; what its log says of the webhook",
)
ANOTHER_POLLER: Final = Fault(
    "another-poller",
    "another program fetches updates with this token",
    "stop it, or give one of the two a token of its own",
)
PORT_TAKEN: Final = Fault(
    "port-taken",
    "another program listens at the address in SMALLGAINS_LISTEN",
    "end it (ss -ltnp tells which), or choose a free port with SMALLGAINS_LISTEN",
)
ADDRESS_UNUSABLE: Final = Fault(
    "address-unusable",
    "the address in SMALLGAINS_LISTEN is none of this machine that the bot may use",
    "set SMALLGAINS_LISTEN to one of this machine, like 127.0.0.1:8080",
)
NO_KEY: Final = Fault("no-key", "there is no key file", "smallgains key new makes one")
KEY_LOST: Final = Fault(
    "key-lost",
    "there is a database, and no key file for it",
    "put the copy of its key file at {file}; a new key opens nothing that people wrote",
)
KEY_BROKEN: Final = Fault("key-broken", "the key file cannot be read as one", "put the copy of the key file at {file}")
WRONG_KEY: Final = Fault(
    "wrong-key",
    "the key file, or the keys of people, are not those of this database",
    "set SMALLGAINS_KEY_FILE and SMALLGAINS_KEYS_FILE to its own; was smallgains rekey broken off, run it again",
)
OPEN_TO_OTHERS: Final = Fault("open-to-others", "a file with a secret can be read by others", "chmod 600 {file}")
KEYS_MISSING: Final = Fault(
    "keys-missing",
    "there is a database, and no file with the keys of its people",
    "put the newest copy of the keys of people at {file}: without it nobody's words can be read",
)
KEYS_LOCKED: Final = Fault(
    "keys-locked",
    "keys of people are locked with another key than that of the key file",
    "set SMALLGAINS_KEY_FILE to the key file that belongs to them; was smallgains rekey broken off, run it again",
)
KEYS_DAMAGED: Final = Fault(
    "keys-damaged",
    "the file with the keys of people cannot be read",
    "put the newest copy of the keys of people at {file}: without it nobody's words can be read",
)
PEOPLE_WITHOUT_KEY: Final = Fault(
    "people-without-key",
    "people in the database have no key: the keys are older than the database",
    "put back the newest copy of the keys of people; deploy/README.md says how",
)
LEDGER_SHORTENED: Final = Fault(
    "ledger-shortened",
    "the ledger of who was forgotten is missing, or lacks lines",
    "put its newest copy there; if there is none, smallgains accept-ledger. Restore no backup before: nothing starts either",
)
LEDGER_UNREADABLE: Final = Fault(
    "ledger-unreadable",
    "the ledger of who was forgotten cannot be read",
    "see that {file} can be read, with its keys",
)
NO_NEW_BACKUP: Final = Fault(
    "no-new-backup",
    "one backup is made a day (SMALLGAINS_BACKUP_FOLDER), and there is none of the last 26 hours",
    "smallgains backup tries to make one at once, and says what is in its way",
)
DISK_FULL: Final = Fault(
    "disk-full",
    "less than a tenth of the disk is left for the data, and less than 5 GB",
    "make room: when it is full, nothing is kept and nothing is sent; old backups and logs go first",
)
FOLDER_READ_ONLY: Final = Fault(
    "folder-read-only",
    "nothing can be written into the folder of the data",
    "let the bot's own account write there (chown), or mount it to be written to",
)
ANOTHER_USER: Final = Fault(
    "another-user",
    "this user may not look into the folder of the data",
    "give the command as the user that the bot runs as; for a service, smallgains in root's hands does so",
)
FEW_FILES: Final = Fault(
    "few-files",
    "so few files may be open at a time that the bot would run out of them",
    "allow {needed} or more: LimitNOFILE in the unit, ulimit -n in a shell",
)
ZONE_DATA_MISSING: Final = Fault(
    "zone-data-missing", "the time zone data are missing or damaged", "{python} -m pip install --force-reinstall tzdata"
)
ZONE_DATA_OLD: Final = Fault(
    "zone-data-old",
    "the time zone data are two years old, or older than those the database was planned with",
    "bring the program up to date; all processes have to have the same",
)
TRACK_DAMAGED: Final = Fault("track-damaged", "a track that ships has problems", "install the program again")
HELPLINES_EXPIRED: Final = Fault(
    "helplines-expired",
    "helplines have expired, and are told to nobody",
    "bring the program up to date; curriculum/helplines/README.md says how they are looked up",
)
DATABASE_LOST: Final = Fault(
    "database-lost",
    "there is no database, and people have keys: it is lost, or the settings name another place",
    "put its newest backup back with smallgains restore, before the bot starts and begins anew; or set SMALLGAINS_DATABASE_URL",
)
# What was written ahead of the file is in its copy; what was written ahead of another file would be written over it.
DATABASE_SAVED: Final = Fault(
    "database-saved",
    "the database was deleted, moved away or replaced under a running bot, which has saved what was in it, and stopped",
    "put it back, and start the bot again: rm -f {file}-wal {file}-shm; mv {copy} {file}; or delete {copy}, when what is in its "
    "place now is right",
)
DATABASE_NEWER: Final = Fault(
    "database-newer",
    "a newer version of the program has written the database",
    "use that version, or restore the backup from before it",
)
DATABASE_OLDER: Final = Fault(
    "database-older",
    "the database is of an older version",
    "smallgains migrate brings it up to date, and so does the next smallgains run; make a backup first",
)
DATABASE_MOVED: Final = Fault(
    "database-moved", "the database has moved elsewhere, or a move into it is not finished", "do as it says"
)
DATABASE_DAMAGED: Final = Fault(
    "database-damaged",
    "the file of the database is damaged, or is none",
    "stop the bot, move the file, its -wal and -shm away together, and restore the newest backup: smallgains restore",
)
DATABASE_LOCKED: Final = Fault(
    "database-locked",
    "another program keeps the database locked",
    "end it (lsof or fuser on the file tells which): a copy that is being made, or an open sqlite3",
)
DATABASE_UNUSABLE: Final = Fault(
    "database-unusable", "the database cannot be used", "what it says tells why; the log of the database may say more"
)
SERVER_UNREACHABLE: Final = Fault(
    "server-unreachable",
    "no PostgreSQL server answers at the address in SMALLGAINS_DATABASE_URL",
    "see that it runs and listens there, and that no firewall is between",
)
SERVER_REFUSES: Final = Fault(
    "server-refuses",
    "the PostgreSQL server does not let this role in",
    "see name and password (passfile) in SMALLGAINS_DATABASE_URL, and the server's pg_hba.conf",
)
NO_SUCH_DATABASE: Final = Fault(
    "no-such-database",
    "the PostgreSQL server has no database of that name",
    "make it: createdb --owner ROLE --encoding UTF8 --template template0 NAME",
)
NO_CERTIFICATE: Final = Fault(
    "no-certificate",
    "the PostgreSQL server's certificate cannot be checked: the root certificate is missing, or another's",
    "give the certificate of who signed it with sslrootcert=FILE in SMALLGAINS_DATABASE_URL, or sslrootcert=system",
)
NO_TLS: Final = Fault(
    "no-tls",
    "the settings want the PostgreSQL server to encrypt, and it does not",
    "switch ssl on at the server (postgresql.conf); sslmode=disable is for a server on this machine alone",
)
MAY_NOT_CREATE: Final = Fault(
    "may-not-create",
    "the role may not make tables or schemas in the database",
    "let it own the database: ALTER DATABASE {database} OWNER TO {role}",
)
NOT_UTF8: Final = Fault(
    "not-utf8",
    "the database on the server is not encoded in UTF8, and cannot hold what people write",
    "make it anew: createdb --encoding UTF8 --template template0",
)
POOLED: Final = Fault(
    "pooled",
    "between the bot and the server is a pool of transactions, which loses the locks by which processes agree",
    "connect to the server itself, or let the pool keep sessions (pool_mode = session)",
)
NUDGES_LATE: Final = Fault(
    "nudges-late",
    "nudges are due for more than ten minutes and not sent",
    "see that smallgains run is running, and what its log says; smallgains why, with a person's id, tells of each",
)
NUDGES_UNKNOWN: Final = Fault(
    "nudges-unknown",
    "of nudges of the last 24 h it is not known whether they arrived",
    "smallgains why, with a person's id, tells of each; when it happens every day, mend the network between this machine "
    "and Telegram",
)
NUDGES_MISSED: Final = Fault(
    "nudges-missed",
    "nudges of the last 24 h could not go out in time, and come again on the next local day",
    "nothing is to be done for them; see in the log whether the bot was off or Telegram out of reach",
)
CHATS_GONE: Final = Fault(
    "chats-gone",
    "Telegram knows no such chat for many of those who were written to",
    "see that token and database are of the same bot: people are written to by the bot that they started",
)
MANY_BLOCK: Final = Fault(
    "many-block",
    "many of those who were written to have blocked the bot",
    "look at what was sent lately: a track, an hour or a broadcast may be more than people agreed to",
)
INBOX_LATE: Final = Fault(
    "inbox-late",
    "what people said is not handled for more than ten minutes",
    "see that smallgains run is running, and what its log says",
)
DEAD_LETTERS: Final = Fault(
    "dead-letters",
    "updates of the last days could not be handled",
    "the log says why (“could not be handled”, “none that can be read”); it helps to report it",
)

FAULTS: Final = tuple(value for value in list(globals().values()) if isinstance(value, Fault))
"""All of them, in the order in which they stand here."""
