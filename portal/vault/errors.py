"""What the vault says no with. No message holds a key, a value or a place on a disk."""

from portal.core.errors import PortalError, Unavailable


class KeyDestroyed(PortalError):
    """The data key was destroyed on purpose: what it sealed is gone for good, in every copy."""

    message = "This was erased. Nobody can open it any more."


class SealBroken(PortalError):
    """A sealed value was changed, cut, or moved here from another place."""

    message = "A sealed value was changed or moved, so it was not opened."


class KeyStoreUnavailable(Unavailable):
    """The key store is missing, cannot be read or written, or is not the one that belongs to the data."""

    message = "The key store cannot be reached. Check CANDOUR_KEYS_URL, the disk behind it and who may write there."


class WrongMasterKey(Unavailable):
    """The master key that was given does not open the key store, or is no key at all."""

    message = (
        "The master key does not open this key store. Give the key that the store was made with"
        " in CANDOUR_MASTER_KEY or CANDOUR_MASTER_KEY_FILE. Nothing was changed."
    )


class FilesUnavailable(Unavailable):
    """The file store is missing, cannot be read or written, or has lost a file."""

    message = "The file store cannot be reached. Check CANDOUR_FILES_URL, the disk behind it and who may write there."
