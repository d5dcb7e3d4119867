// One filter of each dialect, as a beginning.

export const FILTERS = {
  exact: {exact: {'$.content.result': 'Failed'}},
  in: {in: {'$.content.state': ['Failed', 'Cancelled']}},
  prefix: {prefix: {eventType: 'iModels.'}},
  number: {number: {'$.content.durationMs': {gte: 60000}}},
  exists: {exists: {'$.content.parentId': true}},
  any: {any: [{exact: {'$.content.result': 'Failed'}}, {exists: {'$.content.error': true}}]},
  not: {not: {exact: {'$.content.result': 'Success'}}},
};
