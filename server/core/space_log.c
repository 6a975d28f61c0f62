#include "core/space_log.h"

#include <string.h>

#include "core/charter_log.h"
#include "core/leaves.h"
#include "crypto/verify.h"

#define POSITION_MAX_BYTES 256u
#define ENTRY_MAX_BYTES (GRANTS_MAX_BYTES + STATEMENT_MAX_BYTES + 4096u)
/* Decoding a stored entry again: statement, grants and their lists. */
#define ENTRY_ARENA_BYTES (16u << 20)

/* True for what only the store can do wrong; the rest are verdicts. */
static bool is_failure(enum result result)
{
	return result == ERR_IO || result == ERR_FULL || result == ERR_NO_MEMORY ||
	       result == ERR_BUSY;
}

void space_log_init(struct space_log *log, struct space *space, const uint8_t id[HASH_SIZE])
{
	struct space_view view;

	*log = (struct space_log){.space = space};
	memcpy(log->id, id, HASH_SIZE);
	if (space == NULL)
		return;
	space_view_acquire(space, &view);
	log->number = space_number(space);
	log->snapshot = view.snapshot; /* the view's count becomes the log's */
	log->frontier = *space_frontier(space);
}

void space_log_deinit(struct space_log *log)
{
	snapshot_release(&log->snapshot);
}

void space_log_mark(const struct space_log *log, struct space_log_mark *mark_out)
{
	mark_out->number = log->number;
	mark_out->snapshot = log->snapshot == NULL ? NULL : snapshot_acquire(log->snapshot);
	mark_out->frontier = log->frontier;
	mark_out->is_changed = log->is_changed;
}

void space_log_return(struct space_log *log, struct space_log_mark *mark)
{
	snapshot_release(&log->snapshot);
	log->number = mark->number;
	log->snapshot = mark->snapshot;
	log->frontier = mark->frontier;
	log->is_changed = mark->is_changed;
	mark->snapshot = NULL;
}

void space_log_forget(struct space_log_mark *mark)
{
	snapshot_release(&mark->snapshot);
}

/* Adds a leaf to tree and store; the place is written beside it. */
static enum result append_leaf(struct space_log *log, const struct space_log_tools *tools,
			       struct store_leaf *leaf, struct store_place *place)
{
	const struct store_functions *store = tools->writer->functions;
	uint64_t number = log->frontier.size;
	struct tree_completed completed;
	enum result result;

	/* A void commit is a leaf like any other commit: its core is there. */
	tree_leaf_hash(leaf->kind == STORE_ENTRY ? 0 : 1, leaf->hash, leaf->leaf_hash);
	tree_append(&log->frontier, leaf->leaf_hash, &completed);
	leaf->nodes = (struct bytes){completed.nodes[0], completed.count * (size_t)HASH_SIZE};
	result = store->append_leaf(tools->writer, log->number, number, leaf);
	if (result != OK)
		return result;
	place->space = log->number;
	log->is_changed = true;
	return store->put_place(tools->writer, place, number);
}

static enum result find_stored(const struct space_log *log, const struct space_log_tools *tools,
			       enum store_chain chain, uint32_t device, uint64_t seq,
			       uint64_t *number_out, struct store_leaf *leaf_out)
{
	const struct store_functions *store = tools->writer->functions;
	struct store_place place = {log->number, chain, device, seq};
	enum result result = store->find_place(tools->writer, &place, number_out);

	/* What is still arriving behind this log's end is not its own. */
	if (result == OK && *number_out >= log->frontier.size)
		return ERR_NOT_FOUND;
	return result == OK ? store->read_leaf(tools->writer, log->number, *number_out, leaf_out)
			    : result;
}

/* COMMIT7. ERR_NOT_FOUND: this core is not held. */
static enum result find_held_commit(const struct space_log *log,
				    const struct space_log_tools *tools,
				    struct submission *submission)
{
	struct store_leaf leaf;
	uint64_t number;
	enum result result = find_stored(log, tools, STORE_BY_COMMIT, submission->device,
					 submission->seq, &number, &leaf);

	if (result != OK)
		return result;
	if (memcmp(leaf.hash, submission->hash, HASH_SIZE) != 0)
		return ERR_NOT_FOUND;
	submission->leaf = number;
	submission->is_void = leaf.kind == STORE_VOID_COMMIT;
	return OK;
}

/* COMMIT6. */
static enum result judge_chain(const struct commit *commit, const struct store_device *last)
{
	if (commit->seq == 0)
		return ERR_MALFORMED;
	if (commit->seq > last->last_seq + 1)
		return ERR_GAP;
	if (commit->seq <= last->last_seq)
		return ERR_CONFLICT;
	return memcmp(commit->previous, last->last_hash, HASH_SIZE) == 0 ? OK : ERR_CONFLICT;
}

/* COMMIT9. */
static enum result judge_epoch(const struct commit *commit, const struct charter *charter)
{
	const uint8_t *epoch = charter_epoch(charter, commit->room);
	bool is_current = epoch != NULL && !charter_awaits_rekey(charter, commit->room) &&
			  memcmp(epoch, commit->epoch, HASH_SIZE) == 0;

	/* Nothing is sealed in it, and it has no other form to come in. */
	if (commit->record_count == 0)
		return OK;
	if (commit->is_void)
		return is_current ? ERR_CONFLICT : OK;
	return is_current ? OK : ERR_STALE_EPOCH;
}

/* SYNC14. */
static bool has_moved(const struct space_log *log, const struct space_log_tools *tools)
{
	return !log->is_arriving && log->snapshot != NULL &&
	       memcmp(charter_server_key(snapshot_charter(log->snapshot)), tools->server_key,
		      KEY_SIZE) != 0;
}

/* COMMIT11, for a log that only the writer knows yet; any other was checked in
 * space_check_root() by the thread that received the commit. Of one that arrives no root is asked
 * (SYNC15): whoever wrote a false one at its old server would hold the whole plan off. */
static enum result judge_head(const struct space_log *log, const struct space_log_tools *tools,
			      const struct submission *submission)
{
	const struct commit *commit = &submission->commit;

	if (log->space != NULL && !log->is_arriving)
		return submission->head;
	if (!commit->has_head || commit->head_size == 0)
		return OK;
	if (commit->head_size > log->frontier.size)
		return ERR_AHEAD;
	if (!log->is_arriving && memcmp(commit->server_epoch, tools->epoch, SERVER_EPOCH_SIZE) == 0)
		return ERR_AHEAD; /* no head of this log was ever signed */
	return OK;
}

static enum result judge_device(const struct charter *charter, uint32_t index)
{
	const struct charter_device *device = charter_device(charter, index);

	if (device == NULL)
		return ERR_UNAUTHORIZED;
	return device->is_ended ? ERR_ENDED : OK;
}

static enum result judge_commit(const struct space_log *log, const struct space_log_tools *tools,
				struct submission *submission, const struct store_device *last)
{
	const struct commit *commit = &submission->commit;
	const struct charter *charter;
	enum result result = submission->form;

	if (result == OK && memcmp(commit->space, log->id, HASH_SIZE) != 0)
		result = ERR_MALFORMED;
	if (result == OK && log->snapshot == NULL)
		result = ERR_UNAUTHORIZED;
	if (result != OK)
		return result;

	charter = snapshot_charter(log->snapshot);
	if (charter_is_closed(charter))
		return ERR_ENDED;
	result = judge_device(charter, commit->device);
	if (result == OK)
		result = submission_verify(submission, charter);
	if (result == OK && commit->room != 0)
		result = ERR_NOT_FOUND;
	if (result == OK)
		result = judge_chain(commit, last);
	if (result == OK)
		result = judge_epoch(commit, charter);
	if (result == OK && !charter_knows_entry(charter, commit->charter_head))
		result = ERR_STALE_CHARTER;
	return result == OK ? judge_head(log, tools, submission) : result;
}

static enum result take_quota(const struct space_log *log, const struct space_log_tools *tools,
			      const struct submission *submission)
{
	/* A newcomer pays by the keys that it signs with: one invitation's joins
	 * and proposals are not another's. */
	uint64_t who = submission->device != 0 || submission->key_count == 0
			       ? submission->device
			       : 0x800000u | bytes_get_u32(submission->keys[0]);
	uint64_t key = log->number << 24 | (who & 0xffffffu);

	uint64_t bytes = submission->frame.size;
	enum result result;

	/* Whoever brings it pays, and not who once wrote it: core/arrival.c. */
	if (log->is_arriving)
		return OK;
	result = quota_take(tools->quotas.device, key, bytes, tools->now_us);
	/* A plan that is being founded has no number yet: foundings do not share a bucket. */
	if (result == OK && log->number != 0)
		result = quota_take(tools->quotas.space, log->number, bytes, tools->now_us);
	if (result == OK)
		result = quota_take(tools->quotas.server, 0, bytes, tools->now_us);
	return result;
}

/* What protects people waits for no bucket, and none of it can be said without end: an enactment
 * needs its proposal, a revocation its invitation, an objection stands once. */
static bool is_free(const struct submission *submission)
{
	switch (submission->statement.type) {
	case STATEMENT_GENESIS:
	case STATEMENT_ENACT:
	case STATEMENT_REKEY:
	case STATEMENT_BAD_REKEY:
	case STATEMENT_RETIRE:
	case STATEMENT_REVOKE:
	case STATEMENT_OBJECT:
	case STATEMENT_RECOVER:
	case STATEMENT_WAKE:
		return true;
	default:
		return false;
	}
}

/* Of the device that signed; for a newcomer, of whoever invited it. */
static uint32_t party_of(const struct charter *charter, const struct statement *statement)
{
	const uint8_t *invitation = statement->type == STATEMENT_JOIN
					    ? statement->join.invitation
					    : statement->propose.admit.invitation;

	if (statement->device != 0)
		return charter_device(charter, statement->device)->party;
	return charter_invitation(charter, invitation)->inviter;
}

/* SYNC13, of what the charter takes: it is there for ever, and every device holds it. */
static enum result take_entry_quota(const struct space_log *log,
				    const struct space_log_tools *tools,
				    const struct charter *charter,
				    const struct submission *submission)
{
	uint32_t party;

	if (log->is_arriving || is_free(submission))
		return OK;
	party = party_of(charter, &submission->statement);
	return quota_take(tools->quotas.party, log->number << 24 | party, 0, tools->now_us);
}

static enum result store_commit(struct space_log *log, const struct space_log_tools *tools,
				struct submission *submission)
{
	struct store_leaf leaf = {
		.kind = submission->commit.is_void ? STORE_VOID_COMMIT : STORE_COMMIT,
		.frame = submission->frame,
	};
	struct store_place place = {0, STORE_BY_COMMIT, submission->device, submission->seq};

	memcpy(leaf.hash, submission->hash, HASH_SIZE);
	submission->leaf = log->frontier.size;
	submission->is_void = submission->commit.is_void;
	submission->is_new = true;
	return append_leaf(log, tools, &leaf, &place);
}

static enum result append_commit(struct space_log *log, const struct space_log_tools *tools,
				 struct submission *submission)
{
	struct store_device last = {0};
	enum result result = OK;

	if (log->number != 0)
		result = tools->writer->functions->read_device(tools->writer, log->number,
							       submission->device, &last);
	if (result == OK && !log->is_arriving && submission->seq != 0 &&
	    submission->seq <= last.last_seq) {
		result = find_held_commit(log, tools, submission);
		if (result != ERR_NOT_FOUND)
			return result;
		result = OK;
	}
	if (result == OK && has_moved(log, tools))
		result = ERR_MOVED;
	if (result == OK)
		result = judge_commit(log, tools, submission, &last);
	if (result == OK)
		result = take_quota(log, tools, submission);
	return result == OK ? store_commit(log, tools, submission) : result;
}

/* Where a statement's place is kept: joins, proposals and what the server enacts
 * have no device and no counter; a piece of their hash serves. */
static uint64_t statement_seq(const struct submission *submission)
{
	return submission->device != 0 ? submission->seq : bytes_get_u64(submission->hash);
}

static enum result find_placed_statement(const struct space_log *log,
					 const struct space_log_tools *tools,
					 struct submission *submission)
{
	struct submission stored = {0};
	struct position position;
	struct bytes position_bytes;
	struct store_leaf leaf;
	struct arena arena;
	uint64_t number;
	enum result result = find_stored(log, tools, STORE_BY_STATEMENT, submission->device,
					 statement_seq(submission), &number, &leaf);

	if (result != OK)
		return result;
	arena_init(&arena, ENTRY_ARENA_BYTES);
	result = tools->codec->read_entry_frame(leaf.frame, &arena, &stored, &position,
						&position_bytes);
	arena_deinit(&arena);
	if (result != OK)
		return ERR_IO;
	if (memcmp(position.statement, submission->hash, HASH_SIZE) != 0)
		return ERR_NOT_FOUND;
	submission->leaf = number;
	return OK;
}

/* As find_held_commit(), for statements. */
static enum result find_held_statement(const struct space_log *log,
				       const struct space_log_tools *tools,
				       struct submission *submission)
{
	if (submission->form != OK)
		return submission->form;
	if (log->number == 0 || log->is_arriving)
		return ERR_NOT_FOUND;
	return find_placed_statement(log, tools, submission);
}

/* CHARTER17: the log holds the commit that the cut names. */
static enum result find_cut(const struct space_log *log, const struct space_log_tools *tools,
			    const struct cut *cut, bool *fits_out)
{
	struct store_leaf leaf;
	uint64_t number;
	enum result result;

	*fits_out = cut->seq == 0;
	if (cut->seq == 0)
		return OK;
	result = find_stored(log, tools, STORE_BY_COMMIT, cut->device, cut->seq, &number, &leaf);
	if (result == OK)
		*fits_out = memcmp(leaf.hash, cut->core_hash, HASH_SIZE) == 0;
	return result == ERR_NOT_FOUND ? OK : result;
}

/* CHARTER21: each cut is the last commit that the log holds of its device. */
static enum result find_last_commits(const struct space_log *log,
				     const struct space_log_tools *tools, const struct enact *enact,
				     bool *fit_out)
{
	enum result result = OK;

	*fit_out = true;
	for (size_t i = 0; i < enact->cut_count && result == OK && *fit_out; i++) {
		const struct cut *cut = &enact->cuts[i];
		struct store_device last = {0};

		result = tools->writer->functions->read_device(tools->writer, log->number,
							       cut->device, &last);
		*fit_out =
			cut->seq == last.last_seq &&
			(cut->seq == 0 || memcmp(cut->core_hash, last.last_hash, HASH_SIZE) == 0);
	}
	return result;
}

/* CHARTER21: since the proposal's entry no device of the party has sent a commit, void or not,
 * and no entry was signed by one of them or by a recovery of it. The log's order tells. */
static enum result find_silence(const struct space_log *log, const struct space_log_tools *tools,
				const struct charter *charter, const struct enact *enact,
				bool *is_silent_out)
{
	struct store_place proposal = {log->number, STORE_BY_HEIGHT, 0, 0};
	uint32_t party = charter_silence_asked(charter, enact->proposal, &proposal.seq);
	uint64_t since;
	enum result result;

	*is_silent_out = true;
	if (party == 0)
		return OK;
	result = tools->writer->functions->find_place(tools->writer, &proposal, &since);
	*is_silent_out = charter_heard_height(charter, party) <= proposal.seq;
	for (uint32_t i = 1; i <= charter_device_count(charter) && *is_silent_out; i++) {
		struct store_device last = {0};

		if (charter_device(charter, i)->party != party)
			continue;
		if (result == OK)
			result = tools->writer->functions->read_device(tools->writer, log->number,
								       i, &last);
		if (result != OK)
			return result;
		*is_silent_out = last.last_seq == 0 || last.last_leaf < since;
	}
	return result;
}

static enum result find_cuts(const struct space_log *log, const struct space_log_tools *tools,
			     const struct statement *statement, bool *fit_out)
{
	if (statement->type == STATEMENT_RETIRE)
		return find_cut(log, tools, &statement->retire.cut, fit_out);
	if (statement->type == STATEMENT_ENACT)
		return find_last_commits(log, tools, &statement->enact, fit_out);
	return OK;
}

/* What the log alone can tell about the statement. */
static enum result find_facts(const struct space_log *log, const struct space_log_tools *tools,
			      const struct charter *charter, const struct statement *statement,
			      struct charter_entry *entry)
{
	enum result result = find_cuts(log, tools, statement, &entry->cuts_fit);

	if (result == OK && statement->type == STATEMENT_ENACT)
		result = find_silence(log, tools, charter, &statement->enact, &entry->is_silent);
	return result;
}

/* The next place in the charter. */
static void fill_position(const struct charter *charter, uint64_t now_s, struct position *position)
{
	position->height = charter_size(charter);
	position->time = now_s;
	if (position->height == 0)
		return;
	memcpy(position->previous, charter_head(charter), HASH_SIZE);
	if (position->time < charter_time(charter))
		position->time = charter_time(charter);
}

/* The place that it has, or the one that was made for it; the bytes are the submission's, or
 * written into `place`. */
static enum result find_position(const struct submission *submission,
				 const struct space_log_tools *tools, struct buffer *place,
				 struct position *position, struct bytes *bytes_out)
{
	if (submission->has_position) {
		*position = submission->position;
		*bytes_out = submission->position_bytes;
		return OK;
	}
	tools->codec->append_position(place, position);
	*bytes_out = buffer_bytes(place);
	return buffer_result(place);
}

/* False for what charter_apply() will not find (CHARTER8, 10, 29): anyone can make up an
 * invitation's key and sign with it, and would drain the plan's quota under ever new names. */
static bool is_invited(const struct charter *charter, const struct statement *statement)
{
	if (statement->type == STATEMENT_RECOVER)
		return charter_recovery(charter, statement->recover.recovery) != NULL;
	if (statement->type == STATEMENT_JOIN)
		return charter_invitation(charter, statement->join.invitation) != NULL;
	if (statement->type == STATEMENT_PROPOSE && statement->device == 0)
		return charter_invitation(charter, statement->propose.admit.invitation) != NULL;
	return true;
}

static enum result judge_statement(struct space_log *log, const struct space_log_tools *tools,
				   struct submission *submission, struct charter *charter,
				   struct bytes *position_bytes, struct charter_entry *entry)
{
	struct buffer place;
	enum result result = submission_verify(submission, charter);

	/* charter_apply() knows the right order of refusals: an author that cannot sign is
	 * one of them, as is a wrong signature. */
	if (result == ERR_NO_MEMORY)
		return result;
	submission_to_entry(submission, entry);
	entry->is_signed = result == OK;
	fill_position(charter, tools->now_s, &entry->position);
	buffer_init_fixed(&place, (uint8_t *)position_bytes->data, position_bytes->size);
	result = find_position(submission, tools, &place, &entry->position, position_bytes);
	if (result != OK)
		return result;
	verify_hash_bytes(LABEL_ENTRY, *position_bytes, entry->entry_hash);
	/* Nobody pays for what somebody else wrote in his name. */
	if (entry->is_signed && !submission->is_vouched &&
	    is_invited(charter, &submission->statement))
		result = take_quota(log, tools, submission);
	/* Nor are a thousand cuts looked up for nobody. */
	if (result == OK && entry->is_signed)
		result = find_facts(log, tools, charter, &submission->statement, entry);
	if (result == OK)
		result = charter_apply(charter, entry);
	/* Whoever once saw it may bring it again and again: its author pays for what is taken. */
	if (result == OK && submission->is_vouched)
		result = take_quota(log, tools, submission);
	return result == OK ? take_entry_quota(log, tools, charter, submission) : result;
}

/* Notes where a statement stands. Two newcomers' hashes may share the piece that
 * serves as their place, on purpose even: then the first one keeps it, and a
 * retry of the second is refused by the charter's own rules. */
static enum result note_statement(const struct space_log *log, const struct space_log_tools *tools,
				  const struct submission *submission)
{
	const struct store_functions *store = tools->writer->functions;
	struct store_place place = {log->number, STORE_BY_STATEMENT, submission->device,
				    statement_seq(submission)};
	uint64_t taken;
	enum result result = ERR_NOT_FOUND;

	if (submission->device == 0)
		result = store->find_place(tools->writer, &place, &taken);
	if (result == ERR_NOT_FOUND)
		result = store->put_place(tools->writer, &place, submission->leaf);
	return result;
}

static enum result store_statement(struct space_log *log, const struct space_log_tools *tools,
				   struct submission *submission, struct bytes position,
				   const struct charter_entry *entry)
{
	struct store_leaf leaf = {.kind = STORE_ENTRY};
	struct store_place by_height = {0, STORE_BY_HEIGHT, 0, entry->position.height};
	struct buffer frame;
	enum result result;

	memcpy(leaf.hash, entry->entry_hash, HASH_SIZE);
	submission->leaf = log->frontier.size;
	buffer_init_growing(&frame, ENTRY_MAX_BYTES);
	tools->codec->append_entry_frame(&frame, position, submission->message);
	result = buffer_result(&frame);
	leaf.frame = buffer_bytes(&frame);
	if (result == OK)
		result = append_leaf(log, tools, &leaf, &by_height);
	if (result == OK)
		result = note_statement(log, tools, submission);
	buffer_deinit(&frame);
	return result;
}

/* A genesis makes the space; it must be the id's own, and name this server unless it was founded
 * elsewhere. */
static enum result judge_genesis(const struct space_log *log, const struct space_log_tools *tools,
				 const struct submission *submission)
{
	const struct statement *statement = &submission->statement;

	if (statement->type != STATEMENT_GENESIS)
		return log->snapshot == NULL ? ERR_UNAUTHORIZED : OK;
	if (memcmp(submission->space, log->id, HASH_SIZE) != 0)
		return ERR_MALFORMED;
	if (!log->is_arriving &&
	    memcmp(statement->genesis.server_key, tools->server_key, KEY_SIZE) != 0)
		return ERR_FORBIDDEN;
	return OK;
}

static enum result copy_charter(const struct space_log *log, struct charter **charter_out)
{
	if (log->snapshot == NULL)
		return charter_new(charter_out);
	return charter_clone(snapshot_charter(log->snapshot), charter_out);
}

/* Whoever has the words finds the space by the recoveries that are somebody's now; they are
 * only ever added and ended. */
enum result space_log_put_recoveries(const struct space_log *log,
				     const struct space_log_tools *tools,
				     const struct charter *before, const struct charter *charter)
{
	const struct store_functions *store = tools->writer->functions;
	uint32_t known = before == NULL ? 0 : charter_recovery_count(before);
	enum result result = OK;

	for (uint32_t i = 1; i <= charter_recovery_count(charter) && result == OK; i++) {
		const struct charter_recovery *recovery = charter_recovery_at(charter, i);

		if (i > known && !recovery->is_over)
			result = store->put_recovery(tools->writer, log->number, i, recovery->tag);
		else if (i <= known && recovery->is_over &&
			 !charter_recovery_at(before, i)->is_over)
			result = store->drop_recovery(tools->writer, log->number, i);
	}
	return result;
}

/* What is still arriving is found by nobody's words. */
static enum result store_recoveries(const struct space_log *log,
				    const struct space_log_tools *tools,
				    const struct charter *charter)
{
	const struct charter *before =
		log->snapshot == NULL ? NULL : snapshot_charter(log->snapshot);

	return log->is_arriving ? OK : space_log_put_recoveries(log, tools, before, charter);
}

enum result space_log_adopt(struct space_log *log, struct charter **charter)
{
	struct snapshot *next;
	enum result result = snapshot_new(charter, &next);

	if (result != OK)
		return result;
	snapshot_release(&log->snapshot);
	log->snapshot = next;
	return OK;
}

/* ERR_CONFLICT where the space is arriving from elsewhere: then it is not founded here. */
static enum result add_space(struct space_log *log, const struct space_log_tools *tools)
{
	const struct store_functions *store = tools->writer->functions;
	struct store_arrival arrival;
	enum result result = store->find_arrival(tools->writer, log->id, &arrival);

	if (result == ERR_NOT_FOUND)
		return store->add_space(tools->writer, log->id, &log->number);
	return result == OK ? ERR_CONFLICT : result;
}

static enum result append_statement(struct space_log *log, const struct space_log_tools *tools,
				    struct submission *submission)
{
	uint8_t place[POSITION_MAX_BYTES];
	struct bytes position = BYTES_OF(place);
	struct charter *charter = NULL;
	struct charter_entry entry;
	enum result result = judge_genesis(log, tools, submission);

	if (has_moved(log, tools))
		result = ERR_MOVED;
	if (result == OK)
		result = copy_charter(log, &charter);
	if (result == OK)
		result = judge_statement(log, tools, submission, charter, &position, &entry);
	if (result == OK && log->number == 0)
		result = add_space(log, tools);
	if (result == OK)
		result = store_statement(log, tools, submission, position, &entry);
	if (result == OK)
		result = store_recoveries(log, tools, charter);
	if (result == OK)
		result = charter_log_keep(tools->writer, log->number, charter);
	if (result == OK)
		result = space_log_adopt(log, &charter);
	charter_free(&charter);
	return result;
}

bool space_log_must_wait(const struct submission *earlier, const struct submission *submission)
{
	return earlier->code == ERR_QUOTA && !earlier->is_commit && !is_free(earlier) &&
	       !submission->is_commit && submission->device != 0 &&
	       submission->device == earlier->device;
}

enum result space_log_append(struct space_log *log, const struct space_log_tools *tools,
			     struct submission *submission)
{
	enum result result;

	submission->leaf = 0;
	submission->is_void = false;
	submission->is_new = false;
	result = submission->is_commit ? append_commit(log, tools, submission)
				       : find_held_statement(log, tools, submission);
	if (!submission->is_commit && result == ERR_NOT_FOUND) {
		/* LOG8: a time that was written would never fall again. */
		if (!tools->is_time_known && !log->is_arriving) {
			submission->code = ERR_BUSY;
			return OK;
		}
		result = append_statement(log, tools, submission);
	}
	submission->code = result;
	return is_failure(result) ? result : OK;
}
