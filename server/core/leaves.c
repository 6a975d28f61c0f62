#include "core/leaves.h"

struct place {
	struct store_session *session;
	uint64_t space;
};

static enum result read_node(void *context, unsigned level, uint64_t index,
			     uint8_t node_out[HASH_SIZE])
{
	const struct place *place = context;

	return place->session->functions->read_node(place->session, place->space, level, index,
						    node_out);
}

enum result leaves_frontier(struct store_session *session, uint64_t space, uint64_t size,
			    struct tree_frontier *frontier_out)
{
	struct place place = {session, space};
	struct tree_reader reader = {&place, read_node};

	return tree_load(&reader, size, frontier_out);
}

enum result leaves_root_at(struct store_session *session, uint64_t space, uint64_t size,
			   uint8_t root_out[HASH_SIZE])
{
	struct tree_frontier frontier;
	enum result result = leaves_frontier(session, space, size, &frontier);

	if (result == OK)
		tree_root(&frontier, root_out);
	return result;
}

enum result leaves_prove(struct store_session *session, uint64_t space, uint64_t old_size,
			 uint64_t new_size, struct tree_proof *proof_out)
{
	struct place place = {session, space};
	struct tree_reader reader = {&place, read_node};

	return tree_prove(&reader, old_size, new_size, proof_out);
}
