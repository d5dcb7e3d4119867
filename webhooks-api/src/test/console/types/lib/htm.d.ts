export {default} from 'htm';
