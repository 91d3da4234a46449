### A till that cannot sell, and its owner's ways out.

fault-title = The shop’s journal does not open
fault-title-practice = The practice journal does not open
fault-title-running = This till sells nothing now
fault-try = Try again
fault-try-busy = Opening
fault-reopen = Close and open again
fault-back = Back to the till
fault-bar-act = What to do

fault-copies = Backups
fault-copies-checking = Every backup is being checked, entry by entry.
fault-copies-none = There is no backup of this journal in the folder of backups.
fault-copy-entries =
    { $count ->
        [one] { $count } entry
       *[other] { $count } entries
    }
fault-copy-whole = Nothing is lost
fault-copy-lost =
    { $count ->
        [one] { $count } entry is lost
       *[other] { $count } entries are lost
    }
fault-copy-damaged = Damaged
fault-aside = What gives way is moved to a folder beside the journal and never deleted. The decision and its reason are written into the journal for good.
fault-reason = Reason, for the journal
fault-reason-missing = Say in one line why. An auditor will read it.
fault-restore = Restore this backup
fault-restore-busy = Restoring
fault-salvage =
    { $count ->
        [one] Save { $count } entry and go on
       *[other] Save { $count } entries and go on
    }
fault-accept = Go on with the journal as it is
fault-keep-busy = Writing the decision
fault-decided = { $kept } entries were kept. The decision is entry { $decision }. Look at the open payments now.
